// Throws while it starts.
console.log("about to read the settings");
throw new Error("no settings today");
