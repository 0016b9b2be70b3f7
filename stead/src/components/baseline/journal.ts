/** The journal's bounds. It outlives a reboot; the default of SystemKeepFree, 15%, stands (journald.conf(5)). */
export const renderJournal = (most: string): string => `# Written by Stead. Changes made here are overwritten.
[Journal]
Storage=persistent
SystemMaxUse=${most}
RuntimeMaxUse=64M
`;
