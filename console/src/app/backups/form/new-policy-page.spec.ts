import { aUser } from '../../testing/builders';
import { PageHarness } from '../../testing/page-harness';
import { aPolicy } from '../../testing/backup-builders';
import { FakeServer, Refusal } from '../../testing/fake-server';
import { fieldLabelled, fillIn, wordsAtField } from '../../testing/fill-in';
import { NewPolicyPage } from './new-policy-page';

const createRoute = 'POST /api/backups/policies';
const previewRoute = 'POST /api/backups/schedules/preview';

describe('new backup policy page', () => {
  let server: FakeServer;

  beforeEach(() => {
    server = new FakeServer()
      .on('GET /api/presets', { items: [], nextCursor: null })
      .on('GET /api/nodes', { items: [], nextCursor: null })
      .on(previewRoute, { words: 'At 02:30', next: ['2026-03-02T02:30:00.000Z'] })
      .on(createRoute, aPolicy());
  });

  const open = (query = '?node=web-1', user = aUser()): Promise<PageHarness> =>
    PageHarness.open(NewPolicyPage, 'backups/policies/new', `/dashboard/backups/policies/new${query}`, user);

  async function filled(query = '?node=web-1'): Promise<PageHarness> {
    const harness = await open(query);
    fillIn('Name', ' shop-files ');
    fillIn('Paths, one a line', '/srv/shop\n\n /etc \n');
    fillIn('Repository', '/srv/backups/shop');
    return harness;
  }

  function schedule(harness: PageHarness, label: string): HTMLElement {
    const fields = [...harness.page.querySelectorAll<HTMLElement>('hb-schedule-field')];
    const found = fields.find((field) => field.textContent?.includes(`${label}: cron fields`));
    if (found === undefined) throw new Error(`No schedule “${label}”`);
    return found;
  }

  it('says that only admins write policies', async () => {
    const harness = await open('', aUser({ role: 'OPERATOR' }));
    expect(harness.text).toContain('Only admins write backup policies');
    expect(harness.has('form')).toBe(false);
  });

  it('sends what was filled in, defaults for the rest, and shows the new policy', async () => {
    const harness = await filled();
    harness.control('Create the policy').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/backups/policies/policy-1'));
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(server.calls(createRoute).map(({ body }) => body)).toEqual([
      {
        name: 'shop-files',
        nodeId: 'web-1',
        tag: null,
        repository: '/srv/backups/shop',
        initialize: true,
        passwordRef: 'file:/etc/hyprnode/restic-password',
        environment: {},
        paths: ['/srv/shop', '/etc'],
        excludes: [],
        oneFileSystem: false,
        tags: [],
        schedule: '30 2 * * *',
        timezone: timeZone,
        catchUp: 'RUN_ONCE',
        enabled: true,
        retention: { keepDaily: 7, keepWeekly: 5, keepMonthly: 12 },
        drillSchedule: '0 5 * * 0',
        drillFiles: 100,
        drillDirectory: null,
        checkSchedule: '0 4 * * 0',
        checkReadData: '5%',
        priority: 'LOW',
        uploadLimitKiBps: null,
        downloadLimitKiBps: null,
        maxBackupAgeHours: null,
        maxProofAgeDays: null,
        preHook: null,
        postHook: null,
        drillVerify: null,
      },
    ]);
  });

  it('covers the hosts with a tag, and warns of a repository that they would share', async () => {
    const harness = await filled('');
    harness.control('Hosts with a tag').click();
    await server.until(() => expect(harness.text).toContain('All hosts share this repository'));
    fillIn('Tag', 'web');
    fillIn('Repository', '/srv/backups/{nodeId}');
    await server.until(() => expect(harness.text).not.toContain('All hosts share this repository'));
    harness.control('Create the policy').click();
    await server.until(() => expect(server.calls(createRoute)).toHaveLength(1));
    expect(server.calls(createRoute)[0]?.body).toMatchObject({
      nodeId: null,
      tag: 'web',
      repository: '/srv/backups/{nodeId}',
    });
  });

  it('asks for the credentials of a repository that is elsewhere, by where the host finds them', async () => {
    const harness = await filled();
    fillIn('Repository', 's3:https://s3.example.net/shop');
    await server.until(() => expect(fieldLabelled('Credentials of the repository, one a line')).toBeDefined());
    fillIn('Credentials of the repository, one a line', 'AWS_ACCESS_KEY_ID=the-key-itself');
    harness.control('Create the policy').click();
    await server.until(() =>
      expect(wordsAtField('Credentials of the repository, one a line')).toContain(
        'must go on with file:/absolute/path',
      ),
    );
    fillIn('Credentials of the repository, one a line', 'AWS_ACCESS_KEY_ID=file:/etc/hyprnode/s3-key-id');
    harness.control('Create the policy').click();
    await server.until(() => expect(server.calls(createRoute)).toHaveLength(1));
    expect(server.calls(createRoute)[0]?.body).toMatchObject({
      environment: { AWS_ACCESS_KEY_ID: 'file:/etc/hyprnode/s3-key-id' },
    });
  });

  it('sends nothing while a field is wrong, and says which', async () => {
    const harness = await open('');
    fillIn('Repository', 'ftp://backups.example.net');
    fillIn('Paths, one a line', '/etc\nsrv/shop');
    fillIn('Password is found in', 'hunter2');
    fillIn('Daily', '-1');
    harness.control('Create the policy').click();
    await server.until(() => {
      expect(harness.text).toContain('Some fields need another look.');
      expect(wordsAtField('Name')).toContain('must be filled in');
      expect(wordsAtField('Host')).toContain('must be filled in');
      expect(wordsAtField('Repository')).toContain('must be a directory');
      expect(wordsAtField('Paths, one a line')).toContain('“srv/shop” must be an absolute path');
      expect(wordsAtField('Password is found in')).toContain('never the secret itself');
      expect(wordsAtField('Daily')).toContain('must be a whole number from 0');
    });
    expect(server.calls(createRoute)).toHaveLength(0);
  });

  it('shows what the server has against the fields at the fields, and the rest at the end', async () => {
    server.on(
      createRoute,
      new Refusal(422, {
        title: 'The policy is not right',
        errors: [
          { pointer: '/tag', detail: 'is no tag' },
          { pointer: '/nodeId', detail: 'is no host' },
          { pointer: '/paths/1', detail: 'is a device' },
          { pointer: '/retention/keepDaily', detail: 'is too many' },
          { pointer: '/moon', detail: 'is not full' },
        ],
      }),
    );
    const harness = await filled();
    harness.control('Create the policy').click();
    await server.until(() => {
      expect(harness.text).toContain('The policy is not right.');
      expect(wordsAtField('Host')).toContain('is no host');
      expect(wordsAtField('Paths, one a line')).toContain('line 2 is a device');
      expect(wordsAtField('Daily')).toContain('is too many');
    });
    const rest = harness.page.querySelector('.end')?.textContent ?? '';
    expect(rest).toContain('/moon is not full');
    expect(rest).toContain('/tag is no tag');
    expect(rest).not.toContain('is no host');

    server.on(createRoute, aPolicy());
    harness.control('Create the policy').click();
    await server.until(() => expect(harness.url).toBe('/dashboard/backups/policies/policy-1'));
  });

  it('says a schedule in words, with its next times in the policy’s time zone', async () => {
    const harness = await open();
    fillIn('Time zone', 'Asia/Tokyo');
    await server.until(() => expect(schedule(harness, 'Backup').textContent).toContain('At 02:30'));
    await server.until(() => expect(schedule(harness, 'Backup').textContent).toContain('11:30'));
    server.on(previewRoute, { words: 'Every 20 minutes', next: [] });
    fillIn('Backup: cron fields', '*/20 * * * *');
    await server.until(() => expect(schedule(harness, 'Backup').textContent).toContain('Every 20 minutes'));
    const asked = server.calls(previewRoute).map(({ body }) => body);
    expect(asked).toContainEqual({ schedule: '*/20 * * * *', timezone: 'Asia/Tokyo' });
  });

  it('says what the server has against a schedule while it is typed', async () => {
    const harness = await open();
    server.on(
      previewRoute,
      new Refusal(422, { title: 'Refused', errors: [{ pointer: '/schedule', detail: 'has no minute 61' }] }),
    );
    fillIn('Backup: cron fields', '61 * * * *');
    await server.until(() => expect(schedule(harness, 'Backup').textContent).toContain('has no minute 61'));
  });

  it('says what it means never to drill', async () => {
    const harness = await open();
    fillIn('Restore drill: cron fields', '');
    await server.until(() => expect(harness.text).toContain('the policy stays unproven'));
  });
});
