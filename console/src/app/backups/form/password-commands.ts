import { Component, computed, input } from '@angular/core';
import { CopyButton } from '../../shared/copy-button/copy-button';

/** Where a new policy looks for its password. */
export const usualPasswordFile = '/etc/hyprnode/restic-password';

/** The commands that put a password where a policy's reference points to, ready to paste on the host. */
@Component({
  selector: 'hb-password-commands',
  imports: [CopyButton],
  template: `
    <div class="commands">
      <!-- Scrollable, so it must be reachable by keyboard. -->
      <pre tabindex="0" role="region" aria-label="Commands for the host">{{ commands() }}</pre>
      <hb-copy-button label="Copy the commands" [text]="commands()" />
    </div>
  `,
  styles: `
    .commands {
      display: flex;
      gap: 8px;
      align-items: flex-start;
      padding: 6px 6px 6px 12px;
      background: var(--hb-page);
      border: 1px solid var(--hb-line);
      border-radius: var(--hb-radius-control);
    }
    pre {
      flex: 1;
      min-width: 0;
      padding: 6px 0;
      margin: 0;
      overflow-x: auto;
      line-height: 1.6;
    }
  `,
})
export class PasswordCommands {
  /** `env:NAME` or `file:/path`. */
  readonly reference = input(`file:${usualPasswordFile}`);

  protected readonly commands = computed(() => {
    const [, variable] = /^env:(.+)$/.exec(this.reference()) ?? [];
    if (variable !== undefined) return forVariable(variable);
    const [, file = usualPasswordFile] = /^file:(\/.+)$/.exec(this.reference()) ?? [];
    return forFile(file);
  });
}

function forFile(file: string): string {
  const directory = file.slice(0, file.lastIndexOf('/')) || '/';
  const [quotedFile, quotedDirectory] = [quote(file), quote(directory)];
  return [
    `sudo mkdir -p ${quotedDirectory}`,
    // A password that is there is kept: it opens a repository.
    `sudo sh -c 'umask 077; set -C; head -c 32 /dev/urandom | base64 > "$1"' - ${quotedFile}`,
    `sudo cat ${quotedFile}   # put a copy into your password store`,
  ].join('\n');
}

function forVariable(name: string): string {
  return [
    `sudo sh -c 'umask 077; echo "$1=$(head -c 32 /dev/urandom | base64)" >> /etc/hyprnode.env' - ${quote(name)}`,
    'sudo systemctl restart hyprnode',
    `sudo grep '^${name}=' /etc/hyprnode.env   # put a copy into your password store`,
  ].join('\n');
}

/** As one word of a shell; what needs no quotes has none. */
function quote(word: string): string {
  return /^[\w./@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
