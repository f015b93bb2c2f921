import { Injectable, type PipeTransform } from '@nestjs/common';
import { secretRefPattern, type PresetSourceFields, type ProblemFault } from '@hyprbox/contracts';
import { presetSourceFieldsSchema } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../common/domain-error.js';
import { readerOf } from '../http/body-of.js';
import { isBranchName, isRepositoryPath, plainPath, readRepositoryAddress } from './git/repository-address.js';

const read = readerOf(presetSourceFieldsSchema);

/** Reads a source, whose address says what else it needs. */
@Injectable()
export class PresetSourceBody implements PipeTransform<unknown, PresetSourceFields> {
  transform(body: unknown): PresetSourceFields {
    const given = read(body);
    const fields = given.path === undefined ? given : { ...given, path: plainPath(given.path) };
    const faults = faultsOf(fields);
    if (faults.length > 0) throw new InvalidInputError(faults);
    return fields;
  }
}

function faultsOf({ url, branch, path, credentialsRef = null, knownHosts = null }: PresetSourceFields): ProblemFault[] {
  const faults: ProblemFault[] = [];
  const fault = (pointer: string, detail: string): void => void faults.push({ pointer, detail });
  const address = readRepositoryAddress(url);
  if (typeof address === 'string') fault('/url', address);
  if (!isBranchName(branch)) fault('/branch', 'must be the name of a branch');
  if (!isRepositoryPath(path ?? '')) {
    fault('/path', 'must be a directory of the repository, such as presets/linux, without "." and ".."');
  }
  if (credentialsRef !== null && !secretRefPattern.test(credentialsRef)) {
    fault('/credentialsRef', 'must be env:NAME (not HYPRBOX_*) or file:/absolute/path');
  }
  if (typeof address === 'string') return faults;
  if (address.kind === 'https') {
    if (knownHosts !== null) fault('/knownHosts', 'must be left out of an https address');
    return faults;
  }
  if (credentialsRef === null) fault('/credentialsRef', 'must name the private key of an ssh address');
  if ((knownHosts ?? '').trim() === '')
    fault('/knownHosts', 'must name the key of an ssh address’s host, as `ssh-keyscan HOST` prints it');
  return faults;
}
