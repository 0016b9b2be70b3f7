import { tasks } from "../lab/tasks.ts";
import { jsonOption, siteOptions } from "../options.ts";
import { taskOf } from "../task-of.ts";
import type { Verb } from "../verb.ts";

export const lab: Verb = {
  group: "Working inside",
  says: "Makes an environment's servers as real Debian hosts on this machine, breaks them, and takes them away. Needs root.",
  kind: "acts",
  words: [
    {
      word: "<task>",
      about: "up [ENVIRONMENT], status, ssh HOST [-- COMMAND], down, join LAB",
      choices: Object.keys(tasks),
    },
    {
      word: "[words...]",
      about:
        "or what befalls a host: crash, cut, freeze, fill-disk, reboot HOST, kill HOST UNIT; heal and thaw HOST undo; or from outside of the hosts: run -- COMMAND, trust [HOST...], authority [SECONDS], registrar [ns NAME=ADDRESS... | ds DATA... | zone FILE | reset]",
    },
  ],
  options: [
    ...siteOptions.filter(({ flags }) => !/--(?:environment|lab)\b/u.test(flags)),
    { flags: "-e, --environment <name>", about: "which environment of the site, where several have servers" },
    { flags: "--with-packages", about: "up: the hosts come with the packages that the site needs, instead of bare" },
    { flags: "--trust", about: "run: the command takes the lab's certificate authority for a real one" },
    jsonOption,
  ],
  example: "sudo stead lab up production && sudo stead lab ssh web1 -- uptime",
  perform: async (call) => {
    const [task = "", ...words] = call.words;
    return taskOf("lab", tasks, task)(call, words);
  },
};
