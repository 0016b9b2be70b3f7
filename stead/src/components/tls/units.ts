/** Asks whether it is time; the site's unit names begin so, and whoever is told of their failures is told of this one's. */
export const renderService = (
  program: string,
  folders: readonly string[],
): string => `# Written by Stead. Changes made here are overwritten.
[Unit]
Description=Stead: renews the site's certificate when it is time
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=${program} renew
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectHome=yes
ProtectSystem=strict
ProtectKernelTunables=yes
ProtectControlGroups=yes
ReadWritePaths=${folders.join(" ")}
`;

export const renderTimer = (): string => `# Written by Stead. Changes made here are overwritten.
[Unit]
Description=Stead: asks twice a day whether the site's certificate is to be renewed

[Timer]
OnCalendar=*-*-* 00,12:00:00
RandomizedDelaySec=12h
Persistent=yes

[Install]
WantedBy=timers.target
`;
