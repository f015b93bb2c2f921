import { productVersion } from '../../../operations/product-version.js';

export const userAgent = `HyprBox/${productVersion()}`;
