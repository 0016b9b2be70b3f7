/**
 * A shell function `newer NAME SUFFIX CHANGE`: an archive of the server's own gets a package's installed version again, its version number
 * with the suffix, after CHANGE was done in its tree.
 */
export const NEWER = String.raw`
newer() (
  set -e
  mkdir -p /srv/archive/work
  cd /srv/archive/work
  plain=$(dpkg-query --status "$1" | sed -n 's/^Version: //p' | sed 's/+stead.*//')
  apt-get -q download "$1=$plain" >/dev/null 2>&1
  dpkg-deb -R ./*.deb tree
  sed -i "s/^Version: .*/Version: $plain$2/" tree/DEBIAN/control
  (cd tree && eval "$3")
  file="$1_$(printf %s "$plain$2" | tr : %)_all.deb"
  rm -f "../$1_"*
  dpkg-deb --root-owner-group -b tree "../$file" >/dev/null
  cd .. && rm -rf work && : >Packages
  for deb in *.deb; do
    dpkg-deb -f "$deb" >>Packages
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d ' ' -f 1)" >>Packages
  done
  echo 'deb [trusted=yes] file:/srv/archive ./' >/etc/apt/sources.list.d/archive.list
)
`;
