import type { Ensure, File } from "../../state/vocabulary.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { backupPaths } from "./paths.ts";

const SYSTEM = "/etc/systemd/system";

/** The timer of the nightly backup, its unit, and that it is on. `at`: HH:MM, UTC. */
export const nightly = ({ site }: Pick<Topology, "site">, place: HostPlace, at: string): readonly (File | Ensure)[] => {
  const unit = `stead-backup-${site}`;
  const files = [
    file("service", "the unit of the nightly backup", `${SYSTEM}/${unit}.service`, renderService(site, place)),
    file("timer", "the timer of the nightly backup", `${SYSTEM}/${unit}.timer`, renderTimer(at)),
  ];
  const timer = `${unit}.timer`;
  return [
    ...files,
    {
      kind: "ensure",
      id: "ensure:backup",
      says: "a backup each night",
      needs: ["unit:backup"],
      check: {
        run: ["/bin/sh", "-ec", 'systemctl --quiet is-enabled "$1"; systemctl --quiet is-active "$1"', "look", timer],
      },
      make: {
        run: ["/bin/sh", "-ec", 'systemctl daemon-reload; systemctl --quiet enable --now "$1"', "look", timer],
      },
      remakeOn: files.map(({ id }) => id),
      unmake: ["systemctl", "--quiet", "disable", "--now", timer],
    },
  ];
};

const file = (name: string, says: string, path: string, content: string): File => ({
  kind: "file",
  id: `file:backup/${name}`,
  says,
  path,
  content,
  mode: 0o644,
});

/** It gives way to whoever serves visitors. Where somebody is told of failures (notify), of this one as well. */
const renderService = (
  site: string,
  place: HostPlace,
): string => `# Written by Stead. Changes made here are overwritten.
[Unit]
Description=Stead: makes a backup of ${site} and proves it
OnFailure=stead-notify-${site}@%n.service

[Service]
Type=oneshot
ExecStart=${backupPaths(place).programs}/backup
Nice=10
IOSchedulingClass=idle
`;

const renderTimer = (at: string): string => `# Written by Stead. Changes made here are overwritten.
[Unit]
Description=Stead: a backup each night

[Timer]
OnCalendar=*-*-* ${at}:00 UTC
Persistent=yes

[Install]
WantedBy=timers.target
`;
