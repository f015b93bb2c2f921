import type { EnvironmentProviders, Renderer2 } from '@angular/core';
import { inject, provideAppInitializer, RendererFactory2 } from '@angular/core';
import { visibleText } from './visible-text';

/** Attributes and properties that are read by people; a field's value is left as it is. */
const readable: ReadonlySet<string> = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'ariaLabel',
  'placeholder',
  'title',
]);

/**
 * Makes visible what cannot be seen in all text that Angular writes to the page. Hosts, agents, users and scripts give
 * names and messages, which a page binds in hundreds of places: this is the one place that none of them can go around.
 * What xterm draws does not come through here; see `EscapeFilter`.
 */
export function provideVisibleText(): EnvironmentProviders {
  return provideAppInitializer(() => {
    const factory = inject(RendererFactory2);
    const create = factory.createRenderer.bind(factory);
    const known = new WeakSet<Renderer2>();
    factory.createRenderer = (host, type) => {
      const renderer = create(host, type);
      // Components of one kind share a renderer.
      if (!known.has(renderer)) {
        known.add(renderer);
        showUnseen(renderer);
      }
      return renderer;
    };
  });
}

function showUnseen(renderer: Renderer2): void {
  const { createText, setValue, setAttribute, setProperty } = renderer;
  renderer.createText = (value) => createText.call(renderer, visibleText(value)) as unknown;
  renderer.setValue = (node, value) => setValue.call(renderer, node, visibleText(value));
  renderer.setAttribute = (element, name, value, namespace) =>
    setAttribute.call(renderer, element, name, readable.has(name) ? visibleText(value) : value, namespace);
  renderer.setProperty = (element, name, value: unknown) =>
    setProperty.call(
      renderer,
      element,
      name,
      readable.has(name) && typeof value === 'string' ? visibleText(value) : value,
    );
}
