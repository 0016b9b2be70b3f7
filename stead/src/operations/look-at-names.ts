/**
 * A program for Node: of each name in its arguments it prints what every name server of the name's zone says of its addresses. The zone
 * and its name servers are those that the machine's resolver finds; an alias is followed into its own zone.
 */
export const LOOK_AT_NAMES = `
const { promises: dns } = require("node:dns");
const system = new dns.Resolver({ timeout: 3000, tries: 2 });
const none = (error) => { if (["ENODATA", "ENOTFOUND"].includes(error.code)) return []; throw error; };
const nothing = () => [];
const zoneOf = async (name) => {
  for (let zone = name; zone.includes("."); zone = zone.slice(zone.indexOf(".") + 1)) {
    const servers = await system.resolveNs(zone).catch(nothing);
    if (servers.length > 0) return { zone, servers };
  }
  return { zone: "", servers: [] };
};
const brackets = (address) => (address.includes(":") ? "[" + address + "]" : address);
const askServer = async (server, name, depth) => {
  const addresses = (await Promise.all([system.resolve4(server).catch(nothing), system.resolve6(server).catch(nothing)])).flat();
  if (addresses.length === 0) return { server, v4: [], v6: [], code: "its address is not known" };
  const resolver = new dns.Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers(addresses.map(brackets));
  try {
    const [v4, v6] = await Promise.all([resolver.resolve4(name).catch(none), resolver.resolve6(name).catch(none)]);
    const [target] = v4.length + v6.length > 0 || depth > 4 ? [] : await resolver.resolveCname(name).catch(none);
    if (target === undefined) return { server, v4, v6 };
    const behind = await look(target, depth + 1);
    return { ...(behind.servers[0] ?? { v4: [], v6: [] }), server };
  } catch (error) {
    return { server, v4: [], v6: [], code: error.code };
  }
};
const look = async (name, depth = 0) => {
  const { zone, servers } = await zoneOf(name);
  return { name, zone, servers: await Promise.all(servers.map((server) => askServer(server, name, depth))) };
};
Promise.all(process.argv.slice(1).map((name) => look(name))).then((all) => console.log(JSON.stringify(all)));
`;
