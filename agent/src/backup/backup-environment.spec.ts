import { expect, it } from 'vitest';
import { BackupEnvironment } from './backup-environment.js';

const environment = new BackupEnvironment({
  PATH: '/bin',
  HYPRBOX_STATE_DIR: '/state',
  HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD: 'password',
  HYPRBOX_SECRET_VAULT__RCLONE_CONFIG_BOX_TYPE: 'sftp',
  HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD_COMMAND: 'touch pwned',
  HYPRBOX_SECRET_VAULT__RESTIC_REPOSITORY: '/elsewhere',
  HYPRBOX_SECRET_VAULT__RCLONE_CONFIG_BOX_SSH: 'touch pwned',
  HYPRBOX_SECRET_VAULT__LD_PRELOAD: '/evil.so',
  HYPRBOX_SECRET_VAULT__PATH: '/evil',
  HYPRBOX_SECRET_VAULT__BASH_ENV: '/evil',
  HYPRBOX_SECRET_PRE__DB: 'of the first hook',
  HYPRBOX_SECRET_POST__DB: 'of the second',
});

it('gives restic credentials, and nothing that names a command or another place', () => {
  expect(environment.forRestic()).toEqual({
    PATH: '/bin',
    RESTIC_PASSWORD: 'password',
    RCLONE_CONFIG_BOX_TYPE: 'sftp',
  });
});

it('gives a hook its own secrets alone', () => {
  expect(environment.forHook('PRE', { MORE: 'x' })).toEqual({
    PATH: '/bin',
    HYPRBOX_SECRET_DB: 'of the first hook',
    MORE: 'x',
  });
  expect(environment.forHook('VERIFY', {})).toEqual({ PATH: '/bin' });
});

const inFile = (password: string): BackupEnvironment =>
  new BackupEnvironment({
    HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD: password,
    HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD_FILE: '/etc/restic.pass',
    HYPRBOX_SECRET_VAULT__AWS_ACCESS_KEY_ID: 'id',
  });

it('lets restic read a password that is in a file, and knows the old reading where it is another one', () => {
  expect(inFile('secret').forRestic()).toEqual({ RESTIC_PASSWORD_FILE: '/etc/restic.pass', AWS_ACCESS_KEY_ID: 'id' });
  expect(inFile('two words').forResticByOldReading()).toBeNull();
  expect(environment.forResticByOldReading()).toBeNull();
  for (const password of ['secret ', ' secret', 'secret\n', '\ufeffsecret', 'p\ufffdss', 'secret\u0085']) {
    expect(inFile(password).forResticByOldReading()).toEqual({ RESTIC_PASSWORD: password, AWS_ACCESS_KEY_ID: 'id' });
  }
});
