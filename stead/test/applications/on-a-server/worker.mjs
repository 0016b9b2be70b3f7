console.log(`ticking as ${process.env.STEAD_RELEASE}`);
setInterval(() => undefined, 60_000);
