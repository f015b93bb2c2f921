import { ExecutionOutput } from './execution-output';

const texts = (output: ExecutionOutput): string[] => output.log.after(0, 'all').map(({ text }) => text);

describe('ExecutionOutput', () => {
  it('shows a jump of the offset as a line that says how much is missing, and counts it', () => {
    const output = new ExecutionOutput();
    output.receive('stdout', { offset: 0, data: 'one\n' });
    output.receive('stdout', { offset: 12_004, data: 'two\n' });
    expect(texts(output)).toEqual(['one\n', '12.0 KB of stdout dropped here: only the newest is kept\n', 'two\n']);
    expect(output.missingBytes()).toBe(12_000);
    expect(output.receivedBytes()).toBe(12_008);
  });

  it('does not show again what a new connection replays', () => {
    const output = new ExecutionOutput();
    output.receive('stderr', { offset: 0, data: 'oops\n' });
    output.receive('stderr', { offset: 0, data: 'oops\n' });
    expect(texts(output)).toEqual(['oops\n']);
    expect(output.log.lines().stderr).toBe(1);
  });

  it('shows at the end what was held back as the beginning of a character', () => {
    const output = new ExecutionOutput();
    output.receive('stdout', { offset: 0, base64: btoa('a\xe2') });
    output.end();
    expect(texts(output).join('')).toBe('a\ufffd');
  });

  it('gives plain text for the clipboard', () => {
    const output = new ExecutionOutput();
    output.receive('stdout', { offset: 0, data: '\x1b[32mok\x1b[0m\n' });
    output.receive('stderr', { offset: 9, data: 'late\n' });
    expect(output.plainText('all')).toBe('ok\nlate\n');
    expect(output.plainText('stdout')).toBe('ok\n');
  });
});
