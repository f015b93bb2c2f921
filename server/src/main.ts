import './node-version.js';

// Not statically: Node.js reads all of such imports before it runs any, and an older one may fail at that.
await import('./serve.js');
