/**
 * A verb as one types it for an environment: `stead up production`. `local` is meant where none is named, so a hint that
 * left the name out would start a site on the wrong machine.
 */
export const commandFor = (verb: string, environment: string): string =>
  environment === "local" ? `stead ${verb}` : `stead ${verb} ${environment}`;
