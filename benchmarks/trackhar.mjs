// node trackhar.mjs CAPTURE INDICATORS OUT: TrackHAR with its adapters and indicators; one list of findings an entry.
import { readFileSync, writeFileSync } from "node:fs";
import { process as processHar } from "trackhar";

const [capture, indicators, out] = process.argv.slice(2);
const har = JSON.parse(readFileSync(capture, "utf8"));
const found = await processHar(har, { indicatorValues: JSON.parse(readFileSync(indicators, "utf8")) });
writeFileSync(out, JSON.stringify(found.map((entry) => entry ?? [])));
