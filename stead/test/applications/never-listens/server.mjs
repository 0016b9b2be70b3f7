// Lives, and listens on nothing.
console.log("thinking about it");
setInterval(() => undefined, 1000);
