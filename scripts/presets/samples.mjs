const otherKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIuK9vXnYbF4Y1s1b7T0jXl6wJv5o0w5wq2m9nLrY0dE second';

/**
 * How each built-in preset is tried:
 *
 * - `variables`: what it is rendered with; `null` where it can not succeed there. `lintVariables`: for shellcheck then.
 * - `secrets`: what the agent would hand over.
 * - `prepare`: bash that makes the host what the preset needs.
 * - `refuses`: what it must refuse, leaving /etc as it is: `{ prepare?, variables, says }`; `afterRefusals`: bash that
 *   makes the host fit again.
 * - `check`: bash that must succeed after the second run.
 * - `further`: other ways to run it afterwards, each once: `{ prepare?, variables, secrets?, check }`.
 * - `privateNetwork`: run it without the host's network; `privateArchives`: without the packages of other runs.
 * - `notRun`: what could not be run in a minimal root, and why. docs/presets.md says the same.
 */
export const samples = {
  'ca-certificate': {
    // Made once with `openssl req -x509 -newkey ed25519 -days 36500 -subj "/CN=HyprBox Test CA"`; its key is gone.
    variables: {
      authority: 'test',
      certificate: [
        '-----BEGIN CERTIFICATE-----',
        'MIIBSjCB/aADAgECAhRaArRNXUBbamiEN0w6fqgo+1fnJjAFBgMrZXAwGjEYMBYG',
        'A1UEAwwPSHlwckJveCBUZXN0IENBMCAXDTI2MTEyMzE4NTYwMFoYDzIxMjYxMDMw',
        'MTg1NjAwWjAaMRgwFgYDVQQDDA9IeXByQm94IFRlc3QgQ0EwKjAFBgMrZXADIQBE',
        'zM+/eCu/fUSJZTkztLusvRfnxeMVdGo58MP9fEaJVKNTMFEwHQYDVR0OBBYEFLZF',
        'qi2vqorpW4XFHkyP+mCj41Y0MB8GA1UdIwQYMBaAFLZFqi2vqorpW4XFHkyP+mCj',
        '41Y0MA8GA1UdEwEB/wQFMAMBAf8wBQYDK2VwA0EAG8NoHI9cIhCElU2+DLf/2hAo',
        '+OEnZH+6M7W4EHk+PbHju8ickqoFKAsaS+gveP5Tw3ChEwmma4ra4z1QmXWNBw==',
        '-----END CERTIFICATE-----',
        '',
      ].join('\n'),
    },
    refuses: [
      {
        prepare: 'apt-get -qq install -y --no-install-recommends ca-certificates openssl >/dev/null',
        variables: {
          authority: 'test',
          certificate: '-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n',
        },
        says: 'is no certificate',
      },
    ],
    check: 'openssl verify -CApath /etc/ssl/certs /usr/local/share/ca-certificates/hyprbox-test.crt',
    further: [{ variables: { authority: 'test' }, check: '[ ! -e /etc/ssl/certs/hyprbox-test.pem ]' }],
  },
  'disk-cleanup': {
    privateArchives: true,
    prepare: `mkdir -p /var/tmp/a && touch /var/tmp/a/new && touch -d '2 years ago' /var/tmp/a/old
      touch /var/cache/apt/archives/some.deb`,
    variables: { tmp_days: 14, autoremove: true },
    check: '[ -e /var/tmp/a/new ] && [ ! -e /var/cache/apt/archives/some.deb ]',
    notRun: 'that old temporary files go: a file can not be given an old change time; Docker, which does not run there',
  },
  'docker-engine': {
    prepare: `mkdir -p /etc/docker && echo '{"registry-mirrors":["https://mirror.example"],"log-opts":{"mode":"non-blocking"}}' >/etc/docker/daemon.json
      useradd -m deploy`,
    refuses: [{ variables: { docker_user: 'nobody-there' }, says: 'there is no user nobody-there' }],
    variables: { docker_user: 'deploy', log_max_mb: 50 },
    check: `jq -e '."log-opts" == {"mode":"non-blocking","max-size":"50m","max-file":"5"}' /etc/docker/daemon.json
      jq -e '."registry-mirrors" == ["https://mirror.example"] and ."live-restore"' /etc/docker/daemon.json
      id -nG deploy | grep -w docker`,
    notRun: 'starting the engine: it needs systemd, cgroups and the right to mount',
  },
  fail2ban: {
    prepare: 'apt-get -qq install -y --no-install-recommends openssh-server >/dev/null',
    variables: { ban_minutes: 30, never_ban: '10.0.0.0/8 2001:db8::/32' },
    check: `fail2ban-client -t
      fail2ban-client -d | grep "'sshd', 'bantime', '30m'"
      fail2ban-client -d | grep 2001:db8::/32`,
    notRun: 'starting the service and banning an address: both need systemd and its journal',
  },
  'firewall-nftables': {
    privateNetwork: true,
    prepare: `apt-get -qq install -y --no-install-recommends openssh-server nftables iproute2 >/dev/null
      echo 'Port 2222' >>/etc/ssh/sshd_config`,
    refuses: [{ variables: { tcp_ports: '99999' }, says: '/etc/hyprbox-firewall.nft stays as it was' }],
    variables: { tcp_ports: '80,443, 8000-8100', udp_ports: '51820', log_dropped: true },
    check: `nft add table inet others
      nft -f /etc/hyprbox-firewall.nft
      nft -f /etc/hyprbox-firewall.nft
      nft list table inet others
      nft list chain inet hyprbox input | tee /tmp/rules
      grep 'policy drop' /tmp/rules
      grep 'tcp dport 2222 accept' /tmp/rules
      grep 'tcp dport { 80, 443, 8000-8100 } accept' /tmp/rules
      [ "$(grep -c established /tmp/rules)" = 1 ]
      [ -L /etc/systemd/system/sysinit.target.wants/hyprbox-firewall.service ]`,
    notRun: 'loading the rules at boot: it needs systemd. The check loads them in a network of its own',
  },
  hostname: {
    variables: { new_hostname: 'web-1.example.org' },
    check: `[ "$(cat /etc/hostname)" = web-1.example.org ]
      getent hosts web-1 | grep 127.0.1.1
      [ "$(grep -c 127.0.1.1 /etc/hosts)" = 1 ]`,
    notRun: 'naming the running system: hostnamectl needs systemd',
  },
  'journald-limits': {
    variables: { max_use_mb: 200, retention_days: 30 },
    check: `grep -x SystemMaxUse=200M /etc/systemd/journald.conf.d/60-hyprbox.conf
      systemd-analyze cat-config systemd/journald.conf | grep -x MaxRetentionSec=30day`,
    notRun: 'restarting the journal: it needs systemd',
  },
  'kernel-settings': {
    refuses: [{ variables: { further: 'net.ipv4.no_such_thing = 1' }, says: 'no setting net.ipv4.no_such_thing' }],
    variables: { profile: 'busy-server', ip_forward: true, further: 'vm.max_map_count = 262144\nkernel.panic = 10\n' },
    check: `grep -x 'vm.max_map_count = 262144' /etc/sysctl.d/60-hyprbox.conf
      sed -nE 's/^([a-z0-9_.-]+) = .*/\\1/p' /etc/sysctl.d/60-hyprbox.conf | grep -c . | grep -x 25`,
    notRun: 'applying the settings: they would change the kernel of the host that runs the test',
  },
  'logrotate-file': {
    prepare: `mkdir -p /var/log/shop && yes line | head -n 1000 >/var/log/shop/web.log`,
    variables: { rule: 'shop', log_files: '/var/log/shop/*.log', frequency: 'weekly', keep: 2 },
    check: `logrotate --force /etc/logrotate.d/hyprbox-shop
      [ ! -s /var/log/shop/web.log ]
      [ "$(cat /var/log/shop/web.log-* | wc -l)" = 1000 ]`,
  },
  'nginx-site': {
    refuses: [
      { variables: { domain: 'a.example', mode: 'proxy' }, says: 'a proxy needs an upstream address' },
      {
        prepare: 'apt-get -qq install -y --no-install-recommends nginx >/dev/null',
        variables: { domain: 'a.example', mode: 'proxy', upstream: 'http://no-such-host.invalid' },
        says: 'everything is as it was',
      },
    ],
    variables: { domain: 'www.example.org', port: 8099, default_server: true },
    check: `nginx -t
      nginx
      exec 3<>/dev/tcp/127.0.0.1/8099
      printf 'GET / HTTP/1.0\\r\\nHost: www.example.org\\r\\n\\r\\n' >&3
      grep '<h1>www.example.org</h1>' <&3
      [ -L /etc/systemd/system/multi-user.target.wants/nginx.service ]`,
    further: [
      {
        prepare: `openssl req -x509 -newkey ed25519 -nodes -keyout /srv/key.pem -out /srv/cert.pem -days 30 -subj /CN=test 2>/dev/null
          printf 'up' >/srv/index.html`,
        variables: {
          domain: 'app.example.org',
          mode: 'proxy',
          upstream: 'http://127.0.0.1:8099',
          port: 8098,
          tls_certificate: '/srv/cert.pem',
          tls_key: '/srv/key.pem',
        },
        check: `nginx
          printf 'GET / HTTP/1.0\\r\\nHost: app.example.org\\r\\n\\r\\n' >/tmp/request
          openssl s_client -quiet -connect 127.0.0.1:443 </tmp/request 2>/dev/null | grep '<h1>www.example.org</h1>'
          exec 3<>/dev/tcp/127.0.0.1/8098
          cat /tmp/request >&3
          grep 'Location: https://app.example.org/' <&3`,
      },
    ],
    notRun: 'reloading by systemd. The check starts nginx by hand and asks it for the page',
  },
  'node-exporter': {
    variables: { listen_address: '127.0.0.1:9109', systemd_units: false },
    check: `. /etc/default/prometheus-node-exporter
      prometheus-node-exporter $ARGS & 
      until exec 3<>/dev/tcp/127.0.0.1/9109; do kill -0 $!; done 2>/dev/null
      printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3
      grep -m 1 '^node_load1 ' <&3`,
    notRun: 'starting the service: it needs systemd. The check starts the exporter by hand and asks it',
  },
  'package-update': {
    variables: { upgrade: 'security', autoremove: true },
    check: `! apt-get -s upgrade --with-new-pkgs | grep '^Inst .*[Ss]ecurity'`,
  },
  postgresql: {
    variables: { database: 'shop', role: 'shop_app', password: 'env:SHOP_PASSWORD', allowed_network: '10.0.0.0/8' },
    secrets: { HYPRBOX_SECRET_PASSWORD: `it's "$(quite)" a \\ secret` },
    check: `pg_ctlcluster 15 main start || pg_lsclusters -h | grep online
      export PGPASSWORD='it'\\''s "$(quite)" a \\ secret'
      [ "$(psql -h 127.0.0.1 -U shop_app shop -tAc "SELECT current_user || ' ' || current_setting('listen_addresses')")" = 'shop_app *' ]
      ! PGPASSWORD=wrong psql -h 127.0.0.1 -U shop_app shop -c 'SELECT 1'
      [ "$(grep -c '10.0.0.0/8' /etc/postgresql/*/main/pg_hba.conf)" = 1 ]
      ! grep -r quite /var/log/postgresql`,
    further: [
      {
        variables: { database: 'shop', role: 'shop_app', password: 'file:/root/password', max_connections: 50 },
        secrets: { HYPRBOX_SECRET_PASSWORD: 'another' },
        check: `! grep 10.0.0.0 /etc/postgresql/*/main/pg_hba.conf
          pg_ctlcluster 15 main start
          PGPASSWORD=another psql -h 127.0.0.1 -U shop_app shop -tAc 'SHOW listen_addresses' | grep -x localhost`,
      },
    ],
    notRun: 'starting the server by systemd. It is started with pg_ctlcluster there',
  },
  'reboot-if-required': {
    refuses: [
      { variables: { always: true }, says: 'systemd is not running here' },
      { prepare: 'touch /run/reboot-required', variables: {}, says: 'systemd is not running here' },
      { prepare: 'rm /run/reboot-required', variables: { always: true }, says: 'systemd is not running here' },
    ],
    variables: {},
    check: 'true',
    notRun: 'the reboot itself',
  },
  restic: {
    variables: { remote: 'sftp' },
    check: `export RESTIC_PASSWORD=test
      restic init --repo /tmp/repository
      restic --repo /tmp/repository backup /etc/hostname`,
  },
  'service-restart': {
    variables: null,
    lintVariables: { service: 'nginx', health_url: 'http://127.0.0.1/' },
    refuses: [{ variables: { service: 'nginx' }, says: 'systemd is not running here' }],
    notRun: 'restarting a service: it needs systemd',
  },
  'sshd-hardening': {
    prepare: 'apt-get -qq install -y --no-install-recommends openssh-server >/dev/null',
    refuses: [
      { variables: {}, says: 'nobody could sign in afterwards' },
      { variables: { password_authentication: true }, says: 'nobody could sign in afterwards' },
      {
        prepare: `useradd -m -s /usr/sbin/nologin deploy
          install -d -o deploy -g deploy -m 700 /home/deploy/.ssh
          echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DMRT1YyZsRD6cRWYcMZ2f5hvEcWnh2G' >/home/deploy/.ssh/authorized_keys`,
        variables: {},
        says: 'nobody could sign in afterwards',
      },
      {
        prepare: `usermod -s /bin/bash deploy
          echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/00-earlier.conf`,
        variables: {},
        says: 'everything is as it was',
      },
      {
        prepare: 'echo Nonsense >/etc/ssh/sshd_config.d/00-earlier.conf',
        variables: {},
        says: 'repair it first',
      },
      {
        prepare: `rm /etc/ssh/sshd_config.d/00-earlier.conf
          sed -i 's/^Include/#Include/' /etc/ssh/sshd_config`,
        variables: {},
        says: 'add that line at its top',
      },
    ],
    afterRefusals: `sed -i 's/^#Include/Include/' /etc/ssh/sshd_config
      rm -rf /run/sshd`,
    variables: { max_auth_tries: 3 },
    check: `sshd -t
      sshd -T | grep -x 'passwordauthentication no'
      sshd -T | grep -x 'permitrootlogin no'
      sshd -T | grep -x 'maxauthtries 3'`,
    further: [
      {
        prepare: `install -d -m 700 /root/.ssh
          cp /home/deploy/.ssh/authorized_keys /root/.ssh/authorized_keys`,
        variables: { permit_root_login: 'prohibit-password', password_authentication: true },
        check: `sshd -T | grep -x 'passwordauthentication yes'
          sshd -T | grep -x 'permitrootlogin without-password'`,
      },
    ],
    notRun: 'reloading the server: it needs systemd',
  },
  'swap-file': {
    refuses: [
      { variables: { size_mb: 262144, swap_path: '/dev/shm/swap' }, says: 'would leave less than 256 MB' },
      { variables: { size_mb: 16, swap_path: '/etc/hostname' }, says: 'exists and is no swap file' },
      { variables: { size_mb: 0, swap_path: '/etc/hostname' }, says: 'exists and is no swap file' },
    ],
    variables: { size_mb: 16 },
    check: `[ "$(stat -c '%s %a' /swapfile)" = '16777216 600' ]
      grep -c '^/swapfile none swap sw 0 0$' /etc/fstab | grep -x 1
      grep -x 'vm.swappiness = 10' /etc/sysctl.d/60-hyprbox-swap.conf
      blkid -p /swapfile | grep 'TYPE="swap"'`,
    further: [{ variables: { size_mb: 0 }, check: '[ ! -e /swapfile ] && ! grep swap /etc/fstab' }],
    notRun: 'turning the swap on: it would be the swap of the host that runs the test',
  },
  'system-facts': {
    variables: {},
    check: 'true',
  },
  'time-sync': {
    refuses: [
      {
        prepare: 'apt-get -qq install -y --no-install-recommends chrony tzdata >/dev/null',
        variables: { timezone: 'Mars/Olympus' },
        says: 'knows no time zone Mars/Olympus',
      },
    ],
    variables: { ntp_servers: 'ntp1.example.org 192.0.2.1', timezone: 'Europe/Berlin' },
    check: `chronyd -p -f /etc/chrony/chrony.conf >/tmp/config
      ! grep -E '^pool ' /tmp/config
      [ "$(cat /etc/chrony/sources.d/hyprbox.sources)" = $'server ntp1.example.org iburst\\nserver 192.0.2.1 iburst' ]
      [ "$(date -d '2024-07-01 12:00 UTC' +%H%Z)" = 14CEST ]`,
    further: [
      {
        variables: {},
        check: `chronyd -p -f /etc/chrony/chrony.conf | grep -E '^pool '
          [ ! -e /etc/chrony/sources.d/hyprbox.sources ]
          [ "$(date +%Z)" = UTC ]`,
      },
    ],
    notRun: 'setting the clock: it needs systemd, and would be the clock of the host that runs the test',
  },
  'tls-certificate-check': {
    prepare: `openssl req -x509 -newkey ed25519 -nodes -keyout /tmp/key.pem -days 30 -subj /CN=test -addext subjectAltName=DNS:test.example -out /srv/cert.pem 2>/dev/null`,
    refuses: [
      {
        variables: { source: 'file', certificate_file: '/srv/cert.pem', min_days: 31 },
        says: 'not valid for 31 more days',
      },
      { variables: { source: 'file', certificate_file: '/srv/nothing.pem' }, says: 'can not be read' },
      {
        variables: { source: 'server', server_name: 'localhost', port: 9 },
        says: 'no certificate that can be trusted',
      },
      { variables: { source: 'server' }, says: 'a server needs its name' },
    ],
    variables: { source: 'file', certificate_file: '/srv/cert.pem', min_days: 14 },
    check: 'true',
  },
  'unattended-upgrades': {
    variables: { automatic_reboot: true, reboot_time: '04:15', mail_to: 'ops@example.org' },
    check: `apt-config dump | grep -Fx 'Unattended-Upgrade::Automatic-Reboot-Time "04:15";'
      apt-config dump | grep -F 'Unattended-Upgrade::Origins-Pattern:: ' | grep -c . | grep -x 5
      apt-config dump | grep -Fx 'APT::Periodic::Unattended-Upgrade "1";'
      unattended-upgrade --dry-run`,
    notRun: 'the daily timers: they need systemd',
  },
  'user-offboard': {
    prepare: `useradd -m -s /bin/bash -G sudo ada
      install -d -o ada -g ada -m 700 /home/ada/.ssh
      install -o ada -g ada -m 600 /dev/null /home/ada/.ssh/authorized_keys
      echo data >/home/ada/file`,
    refuses: [{ variables: { username: 'daemon' }, says: 'is an account of the system' }],
    variables: { username: 'ada', archive_home: true },
    check: `passwd -S ada | grep '^ada L '
      [ "$(getent shadow ada | cut -d : -f 8)" = 1 ]
      ! id -nG ada | grep -w sudo
      [ ! -e /home/ada ]
      [ "$(stat -c %a /var/backups/offboarded)" = 700 ]
      tar -xOzf /var/backups/offboarded/ada-*.tar.gz ada/file | grep -x data`,
    notRun: 'ending sessions: loginctl needs systemd',
  },
  'user-ssh-key': {
    prepare: 'apt-get -qq install -y --no-install-recommends openssh-client >/dev/null',
    refuses: [
      {
        variables: { username: 'ada', public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeu' },
        says: 'was a part of it lost',
      },
    ],
    variables: {
      username: 'ada',
      public_key: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DMRT1YyZsRD6cRWYcMZ2f5hvEcWnh2G ada's laptop`,
      sudo_rights: 'nopasswd',
    },
    check: `[ "$(cat /home/ada/.ssh/authorized_keys)" = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJl3dIeudNqd0DMRT1YyZsRD6cRWYcMZ2f5hvEcWnh2G ada'\\''s laptop' ]
      [ "$(stat -c '%a %U' /home/ada/.ssh /home/ada/.ssh/authorized_keys | paste -sd ' ')" = '700 ada 600 ada' ]
      visudo -c
      runuser -u ada -- sudo -n id -u | grep -x 0`,
    further: [
      {
        prepare: `printf 'ssh-ed25519 AAAA other' >>/home/ada/.ssh/authorized_keys`,
        variables: { username: 'ada', public_key: otherKey },
        check: `[ "$(wc -l </home/ada/.ssh/authorized_keys)" = 3 ]
          [ "$(tail -n 1 /home/ada/.ssh/authorized_keys)" = '${otherKey}' ]
          [ ! -e /etc/sudoers.d/hyprbox-ada ]`,
      },
      {
        prepare: `rm /home/ada/.ssh/authorized_keys
          cp /etc/shadow /etc/shadow.before
          ln -s /etc/shadow /home/ada/.ssh/authorized_keys`,
        variables: { username: 'ada', public_key: otherKey, only_key: true },
        check: `cmp /etc/shadow /etc/shadow.before
          [ "$(stat -c %a /etc/shadow)" = 640 ]`,
      },
    ],
  },
};
