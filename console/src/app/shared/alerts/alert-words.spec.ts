import { anAlert } from '../../testing/alert-builders';
import { figureWords, isAcknowledged, safeLink, targetWords } from './alert-words';

describe('words of alerts', () => {
  it.each([
    [93.44, '%', '93.4%'],
    [12_000_000, 'B/s', '12.0 MB/s'],
    [1.254, '', '1.25'],
    [12_345, '', '12,345'],
    [90, 's', '1 min 30 s'],
    [null, '%', null],
  ])('write %s of %s as %s', (value, unit, words) => expect(figureWords(value, unit)).toBe(words));

  it('name what it is about', () => {
    expect(targetWords(anAlert({ target: { nodeId: 'web-1', mount: '/var' } }))).toBe('web-1 /var');
    expect(targetWords(anAlert({ kind: 'SELF', target: { check: 'AUDIT_CHAIN' } }))).toBe('Audit trail broken');
    expect(targetWords(anAlert({ kind: 'SELF', target: { check: 'SOMETHING_NEW' } }))).toBe('SOMETHING_NEW');
    expect(targetWords(anAlert({ kind: 'FLEET_SILENT', target: {} }))).toBe('The fleet');
  });

  it('follow no address that would run something', () => {
    expect(safeLink('https://wiki.example.com/disk')).toBe('https://wiki.example.com/disk');
    expect(safeLink('http://wiki/disk')).toBe('http://wiki/disk');
    expect(['javascript:alert(1)', 'data:text/html,x', 'wiki/disk', '', null].map(safeLink)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('take an acknowledgement that is over for none', () => {
    const alert = anAlert({ ackedUntil: '2026-01-02T04:00:00.000Z' });
    expect(isAcknowledged(alert, Date.parse('2026-01-02T03:59:59.000Z'))).toBe(true);
    expect(isAcknowledged(alert, Date.parse('2026-01-02T04:00:00.000Z'))).toBe(false);
  });
});
