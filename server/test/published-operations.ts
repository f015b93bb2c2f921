import { document, fieldsOf, type Json } from './published-api.js';

/** A call as the OpenAPI file has it. */
export interface Operation {
  /** Such as `PATCH /api/users/{id}`. */
  route: string;
  method: string;
  path: string;
  /** Who may call. */
  access: 'public' | 'user' | 'node';
  /** The schema of the JSON body; undefined if it has none. */
  body: unknown;
  /** The parameters of the query, as an object would have them. */
  query: Json;
}

export const operations: Operation[] = Object.entries(fieldsOf(fieldsOf(document)['paths'])).flatMap(
  ([path, methods]) => Object.entries(fieldsOf(methods)).map(([method, call]) => operationOf(path, method, call)),
);

function operationOf(path: string, method: string, call: unknown): Operation {
  const { requestBody, parameters, security } = fieldsOf(call);
  const { schema } = fieldsOf(fieldsOf(fieldsOf(requestBody)['content'])['application/json']);
  return {
    route: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    access: accessOf(security),
    body: schema,
    query: queryOf(Array.isArray(parameters) ? parameters.map(fieldsOf) : []),
  };
}

function queryOf(parameters: Json[]): Json {
  const ofQuery = parameters.filter((each) => each['in'] === 'query');
  return {
    type: 'object',
    properties: Object.fromEntries(ofQuery.map(({ name, schema }) => [name, schema])),
    required: ofQuery.filter(({ required }) => required === true).map(({ name }) => name),
  };
}

function accessOf(security: unknown): Operation['access'] {
  const [first]: unknown[] = Array.isArray(security) ? security : [];
  if (first === undefined) return 'public';
  return 'node' in fieldsOf(first) ? 'node' : 'user';
}
