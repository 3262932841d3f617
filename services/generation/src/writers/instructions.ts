import type { Assignment, Brand } from '../writer.js';

/** What a model is told: who it writes for, and what. */
export interface Instructions {
  readonly system: string | undefined;
  readonly prompt: string;
}

/** Everything that shapes the draft, in words. What a company wrote is marked as its own, so that a prompt cannot be mistaken for it. */
export function instructionsFor({ title, request, brand, faults }: Assignment): Instructions {
  const system = [request.system, ...brandWords(brand)].filter((part) => part !== null && part !== '').join('\n\n');
  const { template, variables, schema } = request;
  const prompt = [
    request.prompt,
    title === null ? '' : `Title: ${title}`,
    template === null ? '' : `Fill this template and answer with nothing else; {{name}} stands for a value:\n${template}`,
    Object.keys(variables).length === 0 ? '' : `Values: ${JSON.stringify(variables)}`,
    schema === null || faults.length === 0 ? '' : `An answer before did not fit the schema: ${faults.join('; ')}. Write one that does.`,
  ];
  return { system: system || undefined, prompt: prompt.filter((part) => part !== '').join('\n\n') };
}

function brandWords({ name, guidelines, terms }: Brand): string[] {
  const lines = terms.map(({ term, kind, replacement, note }) => {
    const instead = replacement === null ? '' : `, write ${JSON.stringify(replacement)} instead`;
    return `- ${JSON.stringify(term)} (${kind}${instead})${note === null ? '' : `: ${note}`}`;
  });
  return [
    name === '' ? '' : `You write for ${name}.`,
    Object.keys(guidelines).length === 0 ? '' : `Its brand guidelines: ${JSON.stringify(guidelines)}`,
    lines.length === 0 ? '' : `Its vocabulary:\n${lines.join('\n')}`,
  ];
}
