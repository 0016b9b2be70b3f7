/** What the name server at an index of the list of the site's name servers is called below its domain: ns1, ns2. */
export const nameServerName = (index: number): string => `ns${index + 1}`;
