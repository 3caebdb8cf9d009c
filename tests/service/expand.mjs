// Reads addresses from standard input, one a line; writes the N-Quads of each JSON-LD document as one JSON array.
import jsonld from 'jsonld';
import { readFileSync } from 'node:fs';

const contexts = new Map();
const documentLoader = async (url) => {
  if (!contexts.has(url)) {
    contexts.set(url, await (await fetch(url)).json());
  }
  return { contextUrl: null, documentUrl: url, document: contexts.get(url) };
};
const made = [];
for (const address of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const document = await (await fetch(address)).json();
  made.push(await jsonld.toRDF(document, { documentLoader, format: 'application/n-quads' }));
}
process.stdout.write(JSON.stringify(made));
