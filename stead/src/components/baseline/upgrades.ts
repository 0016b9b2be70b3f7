/**
 * What unattended-upgrades may do by itself: the security archive only, no reboot, and none of the engines, whose packages restart
 * them (on every server within the same hour).
 */
export const renderUpgrades = (
  engines: readonly string[],
): string => `// Written by Stead. Changes made here are overwritten.
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
APT::Periodic::AutocleanInterval "7";

#clear Unattended-Upgrade::Allowed-Origins;
#clear Unattended-Upgrade::Origins-Pattern;
Unattended-Upgrade::Origins-Pattern {
  "origin=Debian,codename=\${distro_codename},label=Debian-Security";
  "origin=Debian,codename=\${distro_codename}-security,label=Debian-Security";
};

// The site's engines are upgraded by Stead, one server after another.
Unattended-Upgrade::Package-Blacklist {
${engines.map((engine) => `  "^(lib)?${engine}";`).join("\n")}
};

Unattended-Upgrade::Automatic-Reboot "false";
`;
