import { arch, cpus, networkInterfaces, release } from 'node:os';
import { readFileSync } from 'node:fs';
import type { Inventory } from '@hyprbox/contracts';
import { primaryAddress } from './address.js';
import { ControlGroup } from './control-group.js';
import { HostFiles } from './host-files.js';
import { sendableInventory } from './sendable.js';

/** What the host is, by systeminformation, which starts many processes and takes much memory: see inventory-process. */
export async function readInventory(): Promise<Inventory> {
  const { default: systeminformation } = await import('systeminformation');
  const [os, cpu, system] = await Promise.all([
    systeminformation.osInfo(),
    systeminformation.cpu(),
    systeminformation.system(),
  ]);
  const basic = readBasicInventory();
  return withoutEmpty({
    ...basic,
    os: [os.distro, os.release].filter(isKnown).join(' ') || basic.os,
    kernel: os.kernel || basic.kernel,
    architecture: os.arch || basic.architecture,
    cpuModel: [cpu.manufacturer, cpu.brand].filter(isKnown).join(' ') || basic.cpuModel,
    cpuCores: cpu.cores > 0 ? usableCores(cpu.cores, new HostFiles()) : basic.cpuCores,
    virtualization: system.virtual ? system.virtualHost || 'virtual' : 'none',
  });
}

/** What can be told without any help. */
export function readBasicInventory(host = new HostFiles()): Inventory {
  return withoutEmpty({
    ip: primaryAddress(networkInterfaces(), host),
    os: parseOsRelease(readText('/etc/os-release')),
    kernel: release(),
    architecture: arch(),
    cpuModel: cpus()[0]?.model,
    cpuCores: usableCores(cpus().length, host),
  });
}

/** A container that may use the time of 1.5 processors has two cores, whatever its host has. */
export function usableCores(cores: number, host: HostFiles): number {
  const allowed = new ControlGroup(host).processors()?.cores ?? cores;
  return Math.max(1, Math.min(cores, Math.ceil(allowed)));
}

/** PRETTY_NAME of os-release(5). */
export function parseOsRelease(text: string): string | undefined {
  return /^PRETTY_NAME=(?:"([^"\n]*)"|'([^'\n]*)'|(\S*))$/m
    .exec(text)
    ?.slice(1)
    .find((name) => name !== undefined);
}

function isKnown(text: string): boolean {
  return text !== '' && text.toLowerCase() !== 'unknown';
}

function withoutEmpty(inventory: { [Key in keyof Inventory]?: Inventory[Key] | undefined }): Inventory {
  const told = Object.entries(inventory).filter(([, value]) => value !== undefined && value !== '');
  // Fields are only left out, so what remains is an inventory still.
  return sendableInventory(Object.fromEntries(told) as Inventory);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
