import { writeFileSync } from "node:fs";
import { sentencesDocument, sentencesIn } from "./sentences.ts";

/** `npm run sentences`: brings docs/sentences.md up to date. */
writeFileSync("docs/sentences.md", sentencesDocument(sentencesIn("src")));
