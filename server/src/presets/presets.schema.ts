import {
  variableTypes,
  type Preset,
  type PresetSummary,
  type PresetVariable,
  type RenderedPreset,
} from '@hyprbox/contracts';
import { count, flag, listOf, nullable, number, objectOf, oneOf, text, type Schema } from '../http/schemas.js';

const value: Schema = { oneOf: [text, number, flag] };

const variable = objectOf<PresetVariable>(
  {
    name: text,
    type: oneOf(variableTypes),
    label: text,
    description: text,
    required: flag,
    default: nullable(value),
    options: listOf(text),
    pattern: text,
    min: number,
    max: number,
  },
  'options',
  'pattern',
  'min',
  'max',
);

const summary: Record<keyof PresetSummary, Schema> = {
  name: text,
  title: text,
  description: text,
  category: text,
  version: count,
  variables: listOf(variable),
};

export const presetSummarySchema = objectOf<PresetSummary>(summary);
export const presetSchema = objectOf<Preset>({ ...summary, template: text });
export const renderedSchema = objectOf<RenderedPreset>({ script: text, sha256: text, version: count });
