import { arch, cpus, networkInterfaces, release } from 'node:os';
import { readFileSync } from 'node:fs';
import type { Inventory } from '@hyprbox/contracts';

const textLengthMax = 256;

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
    cpuCores: cpu.cores || basic.cpuCores,
    virtualization: system.virtual ? system.virtualHost || 'virtual' : 'none',
  });
}

/** What can be told without any help. */
export function readBasicInventory(): Inventory {
  return withoutEmpty({
    ip: primaryAddress(),
    os: parseOsRelease(readText('/etc/os-release')),
    kernel: release(),
    architecture: arch(),
    cpuModel: cpus()[0]?.model,
    cpuCores: cpus().length,
  });
}

/** PRETTY_NAME of os-release(5). */
export function parseOsRelease(text: string): string | undefined {
  return /^PRETTY_NAME=(?:"([^"\n]*)"|'([^'\n]*)'|(\S*))$/m
    .exec(text)
    ?.slice(1)
    .find((name) => name !== undefined);
}

/** The interface of the default route in /proc/net/route, whose destination is all zeros. */
export function defaultInterface(routes: string): string | undefined {
  return routes
    .split('\n')
    .map((line) => line.split('\t'))
    .find((fields) => fields[1] === '00000000')?.[0];
}

function primaryAddress(): string | undefined {
  const interfaces = networkInterfaces();
  const routed = interfaces[defaultInterface(readText('/proc/net/route')) ?? ''] ?? [];
  const addresses = [...routed, ...Object.values(interfaces).flatMap((list) => list ?? [])];
  const outside = addresses.filter((address) => !address.internal);
  return (outside.find((address) => address.family === 'IPv4') ?? outside[0])?.address;
}

function isKnown(text: string): boolean {
  return text !== '' && text.toLowerCase() !== 'unknown';
}

function withoutEmpty(inventory: { [Key in keyof Inventory]?: Inventory[Key] | undefined }): Inventory {
  const told = Object.entries(inventory)
    .map(([name, value]) => [name, typeof value === 'string' ? presentable(value) : value])
    .filter(([, value]) => value !== undefined && value !== '');
  // Fields are only left out, so what remains is an inventory still.
  return Object.fromEntries(told) as Inventory;
}

/** Firmware puts control characters and blanks into its names. */
function presentable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Surrogate}]+/gu, ' ')
    .trim()
    .slice(0, textLengthMax);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
