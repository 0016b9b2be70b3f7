import { programPath } from "./paths.ts";

/**
 * Loads the table before any network is up (systemd.special(7), network-pre.target). Debian's own nftables.service flushes every
 * table when it starts, is reloaded or stops: this one comes after it, and along with it.
 */
export const service = `# Written by Stead. Changes made here are overwritten.
[Unit]
Description=Stead: the firewall of this server (table inet stead)
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
After=local-fs.target nftables.service
Conflicts=shutdown.target
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${programPath} boot
ExecReload=${programPath} boot

[Install]
WantedBy=sysinit.target
`;
