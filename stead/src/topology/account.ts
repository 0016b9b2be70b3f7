/** The system account that engines and applications run as when Stead itself runs as root. */
export const systemAccount = "stead";
