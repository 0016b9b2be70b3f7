/** Ranges that no machine ever has: RFC 5737 (IPv4), RFC 3849 and RFC 9637 (IPv6). */
const ranges = [/^192\.0\.2\./u, /^198\.51\.100\./u, /^203\.0\.113\./u, /^2001:0?db8:/iu, /^3fff:0?[0-9a-f]{0,3}:/iu];

/** Whether an address stands for one that is yet to be written. */
export const isDocumentationAddress = (address: string): boolean => ranges.some((range) => range.test(address));
