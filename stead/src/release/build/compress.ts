import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** The smaller forms of a file that nginx serves beside it. */
export interface Compressed {
  readonly gz?: Buffer;
  readonly br?: Buffer;
}

const asGzip = promisify(gzip);
const asBrotli = promisify(brotliCompress);

/** Below this, the headers weigh more than what is saved. */
const SMALLEST_BYTES = 256;

/** Both forms of a text-like file at their best level; a form that is not smaller is left out. */
export const compress = async (name: string, content: Buffer): Promise<Compressed> => {
  if (content.byteLength < SMALLEST_BYTES || !compressible.test(name)) return {};
  const quality = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength },
  };
  const [gz, br] = await Promise.all([asGzip(content, { level: 9 }), asBrotli(content, quality)]);
  return {
    ...(gz.byteLength < content.byteLength ? { gz } : {}),
    ...(br.byteLength < content.byteLength ? { br } : {}),
  };
};

/** Pictures, films, woff2 and archives are compressed already. */
const compressible =
  /\.(?:html?|css|m?js|json|map|svg|xml|txt|md|csv|webmanifest|ico|wasm|ttf|otf|eot|bmp|atom|rss|geojson|vtt|ics)$/iu;
