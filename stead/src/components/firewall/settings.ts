import * as z from "zod";
import { setting } from "../../spec/setting.ts";
import { isNetwork, readOpening } from "../../spec/networks.ts";

/** The settings of a server's firewall. */
export const firewallSettings = {
  firewall: z
    .strictObject({
      open: setting(
        z
          .array(
            z
              .string()
              .refine(
                (text) => readOpening(text) !== undefined,
                'must be a port and its protocol, such as "51820/udp" or "8443/tcp"',
              ),
          )
          .default([]),
        {
          about:
            "Ports of a server that are open to the world besides those of the site: for what somebody else than Stead runs there.",
          effect: {},
          example: ["51820/udp"],
        },
      ),
      sshFrom: setting(
        z
          .array(z.string().refine(isNetwork, 'must be an address or a network, such as "198.51.100.0/24"'))
          .min(1)
          .optional(),
        {
          about:
            "The networks from which SSH may be reached; from everywhere unless given. A change that would lock Stead out is taken back by the server itself.",
          effect: {},
          example: ["198.51.100.0/24", "2001:db8::/32"],
        },
      ),
    })
    .prefault({})
    .describe("The firewall of a server: what of it may be reached. local has none."),
};
