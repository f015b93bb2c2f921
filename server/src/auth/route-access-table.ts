import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ApplicationConfig, DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { routeAccessKey, type RouteAccess } from '../http/require-permission.js';

/** What opens each route, by method and pattern: Fastify's hooks know these two, but not Nest's metadata. */
@Injectable()
export class RouteAccessTable implements OnModuleInit {
  private readonly byRoute = new Map<string, RouteAccess>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly application: ApplicationConfig,
  ) {}

  onModuleInit(): void {
    const scanner = new MetadataScanner();
    for (const { instance, metatype } of this.discovery.getControllers()) {
      if (!instance || !metatype) continue;
      const base: string = Reflect.getMetadata(PATH_METADATA, metatype) ?? '';
      const prototype: object = Object.getPrototypeOf(instance);
      for (const name of scanner.getAllMethodNames(prototype)) {
        const handler: unknown = Reflect.get(prototype, name);
        if (typeof handler === 'function') this.add(base, handler);
      }
    }
  }

  /** Undefined for what no controller answers, such as the console's files. */
  of({ method, routeOptions: { url } }: FastifyRequest): RouteAccess | undefined {
    if (url === undefined) return undefined;
    // Fastify answers HEAD by the route of GET.
    return this.byRoute.get(key(method === 'HEAD' ? 'GET' : method, url, this.application.getGlobalPrefix()));
  }

  private add(base: string, handler: object): void {
    const path: string | string[] | undefined = Reflect.getMetadata(PATH_METADATA, handler);
    const method: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, handler);
    const access: RouteAccess | undefined = Reflect.getMetadata(routeAccessKey, handler);
    if (path === undefined || method === undefined || !access) return;
    for (const each of [path].flat()) this.byRoute.set(key(RequestMethod[method], `${base}/${each}`, ''), access);
  }
}

function key(method: string, url: string, prefix: string): string {
  const parts = url.split('/').filter(Boolean);
  const own = prefix !== '' && parts[0] === prefix ? parts.slice(1) : parts;
  return `${method} /${own.join('/')}`;
}
