import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface Violation {
  readonly path: string;
  /** From 1; absent where the file as a whole is meant. */
  readonly line?: number;
  readonly message: string;
}

/** A rule of the house that no ready-made tool checks. One file each in tools/rules. */
export interface Rule {
  readonly name: string;
  check(project: Project): Violation[];
}

/** The files that a rule looks at: those of the repository, or a handful made up by a test. */
export class Project {
  readonly files: readonly string[];
  readonly #read: (path: string) => string;
  readonly #sources = new Map<string, ts.SourceFile>();

  private constructor(files: readonly string[], read: (path: string) => string) {
    this.files = files;
    this.#read = read;
  }

  /** Everything under the root except what .gitignore names as a folder. */
  static at(root: string): Project {
    const ignored = readFileSync(join(root, '.gitignore'), 'utf8').match(/^[^\s/*]+(?=\/$)/gm) ?? [];
    return new Project(listFiles(root, '', new Set(['.git', ...ignored])), (path) => readFileSync(join(root, path), 'utf8'));
  }

  static of(files: Record<string, string>): Project {
    return new Project(Object.keys(files), (path) => files[path] ?? '');
  }

  read(path: string): string {
    return this.#read(path);
  }

  /** Whether the path is a file or a folder of the project. */
  has(path: string): boolean {
    return this.files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`));
  }

  matching(pattern: RegExp, except?: RegExp): string[] {
    return this.files.filter((file) => pattern.test(file) && !except?.test(file));
  }

  parse(path: string): ts.SourceFile {
    const known = this.#sources.get(path);
    if (known) return known;
    const source = ts.createSourceFile(path, this.read(path), ts.ScriptTarget.Latest, true);
    this.#sources.set(path, source);
    return source;
  }
}

/** Calls `visit` for every node of the file; what it returns becomes a violation at the node's line. */
export function violationsIn(project: Project, path: string, visit: (node: ts.Node) => string | undefined): Violation[] {
  const source = project.parse(path);
  const found: Violation[] = [];
  const walk = (node: ts.Node): void => {
    const message = visit(node);
    if (message) found.push({ path, line: lineOf(source, node), message });
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

export function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Lines that a node covers, from its first word to its last, decorators and comments aside. */
export function lengthOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(source, node);
}

/** Lines of the text that match, as violations. */
export function linesMatching(project: Project, path: string, pattern: RegExp, message: string): Violation[] {
  return project
    .read(path)
    .split('\n')
    .flatMap((text, index) => (pattern.test(text) ? [{ path, line: index + 1, message: `${message}: ${text.trim().slice(0, 120)}` }] : []));
}

function listFiles(root: string, folder: string, ignored: ReadonlySet<string>): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (ignored.has(entry.name)) return [];
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return listFiles(root, path, ignored);
    return entry.isFile() ? [path] : [];
  });
}
