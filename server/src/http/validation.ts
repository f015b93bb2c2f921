import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { ProblemFault } from '@hyprbox/contracts';
import { InvalidInputError } from '../common/domain-error.js';
import { escapePointer } from '../common/json-pointer.js';
import { inheritedNames } from './inherited-names.js';

/** Validates every DTO, refuses fields that it does not know, and names each fault by where it stands. */
export function validationPipe(): ValidationPipe {
  return new NamingPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new InvalidInputError(faultsOf(errors)),
  });
}

/** What stands in the query is named `?name`; a JSON Pointer leads into the body. */
class NamingPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      const unknown = this.toValidate(metadata) ? inheritedNames(value) : [];
      if (unknown.length > 0) throw new InvalidInputError(unknown);
      const valid: unknown = await super.transform(value, metadata);
      return valid;
    } catch (error) {
      if (metadata.type !== 'query' || !(error instanceof InvalidInputError)) throw error;
      throw new InvalidInputError(
        error.faults.map(({ pointer, detail }) => ({ pointer: pointer.replace(/^\//, '?'), detail })),
      );
    }
  }

  /** What Nest would leave out in silence is refused by name; what could change a prototype, the parser has refused. */
  protected override stripProtoKeys(): void {}
}

function faultsOf(errors: ValidationError[], parent = ''): ProblemFault[] {
  return errors.flatMap((error) => {
    const pointer = `${parent}/${escapePointer(error.property)}`;
    const own = Object.values(error.constraints ?? {}).map((detail) => ({ pointer, detail: worded(detail, error) }));
    return [...own, ...faultsOf(error.children ?? [], pointer)];
  });
}

function worded(detail: string, { property }: ValidationError): string {
  return detail === `property ${property} should not exist` ? 'There is no such field.' : detail;
}
