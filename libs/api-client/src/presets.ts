import type { Page, Preset, PresetSummary, RenderedPreset, VariableValues } from '@hyprbox/contracts';
import { path } from './http.js';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

/** `/api/presets` */
export class PresetsApi {
  constructor(private readonly http: Http) {}

  list(page: PageQuery = {}, call?: CallOptions): Promise<Page<PresetSummary>> {
    return this.http.get('/presets', { ...page }, call);
  }

  get(name: string, call?: CallOptions): Promise<Preset> {
    return this.http.get(path`/presets/${name}`, {}, call);
  }

  render(name: string, variables: VariableValues, call?: CallOptions): Promise<RenderedPreset> {
    return this.http.write('POST', path`/presets/${name}/render`, { variables }, call);
  }
}
