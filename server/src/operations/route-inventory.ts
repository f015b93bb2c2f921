import type { INestApplication, RequestMethod as Method } from '@nestjs/common';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { globalPrefix } from '../http/global-prefix.js';
import { routeAccessKey, type RouteAccess } from '../http/require-permission.js';

export interface InventoryEntry {
  route: string;
  access: string;
}

/** Every route with what opens it, sorted; a route that says nothing is `UNDECLARED`. */
export function routeInventory(app: INestApplication): InventoryEntry[] {
  const scanner = new MetadataScanner();
  const entries: InventoryEntry[] = [];
  for (const { instance, metatype } of app.get(DiscoveryService).getControllers()) {
    if (!instance || !metatype) continue;
    const base: string = Reflect.getMetadata(PATH_METADATA, metatype) ?? '';
    const prototype: object = Object.getPrototypeOf(instance);
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function') continue;
      const path: string | string[] | undefined = Reflect.getMetadata(PATH_METADATA, handler);
      if (path === undefined) continue;
      const method: Method = Reflect.getMetadata(METHOD_METADATA, handler);
      const access: RouteAccess | undefined = Reflect.getMetadata(routeAccessKey, handler);
      for (const each of [path].flat()) {
        entries.push({ route: `${RequestMethod[method]} ${join(base, each)}`, access: describe(access) });
      }
    }
  }
  return entries.sort((a, b) => (a.route < b.route ? -1 : 1));
}

/** Routes are closed by default: one that does not say who may use it stops the boot. */
export function checkEveryRouteIsDeclared(app: INestApplication): void {
  const undeclared = routeInventory(app).filter(({ access }) => access === 'UNDECLARED');
  if (undeclared.length > 0) {
    throw new Error(`These routes do not say who may use them: ${undeclared.map(({ route }) => route).join(', ')}`);
  }
}

function join(base: string, path: string): string {
  const parts = [base, path].flatMap((part) => part.split('/')).filter(Boolean);
  const isAtRoot = globalPrefix.exclude.includes(parts[0] ?? '');
  return `/${(isAtRoot ? parts : [globalPrefix.path, ...parts]).join('/')}`;
}

function describe(access: RouteAccess | undefined): string {
  switch (access?.kind) {
    case 'public':
      return 'public';
    case 'permission':
      return access.permission;
    case 'node':
      return 'node token';
    case 'own':
      return access.rule;
    case undefined:
      return 'UNDECLARED';
  }
}
