import type { LabWish } from "../../operations/lab/wanted-lab.ts";
import type { Call } from "../verb.ts";

/** One thing that `stead lab` does; it gets the words after its name. Returns the exit status; undefined: 0. */
export type Task = (call: Call, words: readonly string[]) => Promise<number | void>;

/** Which lab is meant. */
export const wishOf = ({ folder, choices }: Call, named?: string): LabWish => {
  const [config, environment] = [choices.text("config"), named ?? choices.text("environment")];
  return {
    folder,
    ...(config === undefined ? {} : { config }),
    ...(environment === undefined ? {} : { environment }),
  };
};
