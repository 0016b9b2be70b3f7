/** One notice of a unit that failed; its instance is the unit's name. */
export const renderFailed = (notify: string): string => `# Written by Stead. Changes made here are overwritten.
[Unit]
Description=Stead: tells that %i has failed

[Service]
Type=oneshot
ExecStart=${notify} begin unit_%i "%i has failed"
`;

/** For all units of a site: a drop-in's folder may be named by the beginning of their names (systemd.unit(5)). */
export const renderOnFailure = (template: string): string => `# Written by Stead. Changes made here are overwritten.
[Unit]
OnFailure=${template}@%n.service
`;

export const renderWatch = (watch: string): string => `# Written by Stead. Changes made here are overwritten.
[Unit]
Description=Stead: looks whether something is wrong

[Service]
Type=oneshot
ExecStart=${watch}
`;

export const renderTimer = (): string => `# Written by Stead. Changes made here are overwritten.
[Unit]
Description=Stead: looks each hour whether something is wrong

[Timer]
OnCalendar=hourly
RandomizedDelaySec=5min
Persistent=yes

[Install]
WantedBy=timers.target
`;
