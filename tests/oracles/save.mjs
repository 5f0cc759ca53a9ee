// Reads a JSON list of BPMN files from standard input, and writes each as bpmn-moddle saves it,
// the library that bpmn.io and Camunda Modeler save with. The argument is as for lint.mjs.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.argv[2]}/`);
const { default: BpmnModdle } = await import(pathToFileURL(require.resolve('bpmn-moddle')));

async function saved(content) {
  const moddle = new BpmnModdle();
  const { rootElement } = await moddle.fromXML(content);
  const { xml } = await moddle.toXML(rootElement, { format: true });
  return xml;
}

const files = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await Promise.all(files.map(saved))));
