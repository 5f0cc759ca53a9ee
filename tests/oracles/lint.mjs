// Reads a JSON list of BPMN files from standard input, and writes for each the list of what
// bpmnlint finds in it by its recommended rules. The argument is the folder of the packages.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.argv[2]}/`);
const { default: BpmnModdle } = await import(pathToFileURL(require.resolve('bpmn-moddle')));
const { Linter } = require('bpmnlint');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver');

const linter = new Linter({
  config: { extends: 'bpmnlint:recommended' },
  resolver: new NodeResolver({ require }),
});

async function findings(xml) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  const results = await linter.lint(rootElement);
  return [
    ...warnings.map((warning) => warning.message),
    ...Object.entries(results).flatMap(([rule, reports]) =>
      reports.map((report) => `${rule}: ${report.id}: ${report.message}`),
    ),
  ];
}

const files = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await Promise.all(files.map(findings))));
