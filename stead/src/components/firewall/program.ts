import { basePart, partsFolder, serviceName } from "./paths.ts";

/**
 * The program that loads the table: plain shell over nft, readable on the server. What is tried is not yet what a boot loads;
 * that is `in-force.nft`, the last one that was proved to let Stead in.
 */
export const program = `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# The table "inet stead" of this server, and no other table: firewall check | try | keep | back | boot | leave SITE
set -eu
umask 022
cd ${partsFolder}
in_force=${partsFolder}/in-force.nft
loaded=/run/stead-firewall.loaded

wanted() {
  cat ${basePart}
  for part in site-*.nft; do if [ -e "$part" ]; then cat "$part"; fi; done
}

listing() { nft --stateless list table inet stead; }

note() { listing >"$loaded.new" && mv "$loaded.new" "$loaded"; }
load() { nft --file - && note; }

unload() { printf 'table inet stead\\ndelete table inet stead\\n' | nft --file -; }

case $1 in
check) # 0: the parts are loaded as they are, nobody changed the table, and a boot loads the same
  wanted | cmp -s - "$in_force" && listing 2>/dev/null | cmp -s - "$loaded" && systemctl --quiet is-enabled ${serviceName}
  ;;
try)
  wanted | load
  ;;
keep)
  wanted >"$in_force.new"
  sync "$in_force.new"
  mv "$in_force.new" "$in_force"
  systemctl --quiet enable ${serviceName}
  # Started, so that it takes part when nftables.service is restarted and flushes everything.
  systemctl --quiet start ${serviceName}
  ;;
back)
  if [ -s "$in_force" ]; then load <"$in_force"; else unload; fi
  ;;
boot) # A part that cannot be loaded, such as one of an account that is gone, leaves the others in force.
  load <"$in_force" && exit
  for part in base.nft site-*.nft; do if [ -e "$part" ]; then nft --file "$part" || true; fi; done
  note
  ;;
leave)
  rm -f "site-$2.nft"
  for part in site-*.nft; do
    if [ -e "$part" ]; then
      wanted | load
      exec "$0" keep
    fi
  done
  systemctl --quiet disable ${serviceName} 2>/dev/null || true
  systemctl stop ${serviceName} || true
  unload
  rm -f "$in_force" "$loaded"
  ;;
esac
`;
