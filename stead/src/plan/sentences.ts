import type { Ensure, File, Folder, Package, SecretValue, Unit, User } from "../state/vocabulary.ts";

/** The words of every change. `plan` prints them, `up` prints them again while it performs the very same changes. */
export const sentences = {
  install: (packages: readonly Package[]): string => `Install ${packages.map(({ name }) => name).join(", ")}`,
  user: (user: User): string => `Create the account ${user.name} (${user.says})`,
  newFolder: (folder: Folder): string => `Create ${folder.says} (${folder.path})`,
  ownFolder: (folder: Folder): string => `Put back owner and mode of ${folder.says} (${folder.path})`,
  secret: (secret: SecretValue): string => `Make ${secret.says} (${secret.path})`,
  newFile: (file: File): string => `Create ${file.says} (${file.path})`,
  changedFile: (file: File): string => `Change ${file.says} (${file.path})`,
  driftedFile: (file: File): string => `Put back ${file.says} (${file.path}), changed by hand`,
  adoptedFile: (file: File): string => `Replace ${file.path}, which Stead did not write, by ${file.says}`,
  contestedFile: (file: File): string => `Change ${file.says} (${file.path}), which another site wants otherwise`,
  ownFile: (file: File): string => `Put back owner and mode of ${file.says} (${file.path})`,
  ensure: (ensure: Ensure): string => `Set up ${ensure.says}`,
  unmake: (says: string): string => `Take away ${says}, no longer needed`,
  start: (unit: Unit): string => `Start ${unit.says}`,
  share: (unit: Unit): string => `Start ${unit.says} for all sites of this server, in the place of the site's own`,
  restart: (unit: Unit, why: string): string => `Restart ${unit.says}: ${why}`,
  reload: (unit: Unit, why: string): string => `Reload ${unit.says}: ${why}`,
  stop: (name: string): string => `Stop ${name}`,
  remove: (path: string): string => `Remove ${path}, no longer needed`,
  release: {
    first: (): string => "Build and start the first release",
    changed: (id: string, why: string): string => `Replace the instances of release ${id}: ${why}`,
    stopped: (id: string): string => `Start release ${id}`,
  },
} as const;
