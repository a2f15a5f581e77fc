import { type AsyncHook, AsyncLocalStorage, AsyncResource, createHook, executionAsyncResource } from 'node:async_hooks';
import process from 'node:process';

/** Where an `AsyncResource` keeps the stores that were current when it was made, if this Node.js keeps them there. */
const frameSymbol = Object.getOwnPropertySymbols(new AsyncResource('fivewhys')).find(
  ({ description }) => description === 'context_frame',
);

/**
 * For the callback of an `AsyncResource` (body parsers, pools of connections) Node.js 24 emits `before` and only then goes over to the stores of the resource. Without
 * this its time would be charged to whoever calls it.
 */
function frameOfResource(): Map<unknown, never> | undefined {
  const resource = executionAsyncResource();
  return frameSymbol !== undefined && resource instanceof AsyncResource
    ? Reflect.get(resource, frameSymbol)
    : undefined;
}

function isOfFile(resource: { readonly constructor?: { readonly name?: string } }): boolean {
  return fileResources.has(resource.constructor?.name);
}

const lingerMs = 200;

/** The resources of calls of `node:fs` that the pool has done, those with a callback and those of promises. */
const fileResources: ReadonlySet<string | undefined> = new Set(['FSReqCallback', 'FSReqPromise', 'FileHandleCloseReq']);

/**
 * Tells when the thread goes over from the work of one owner to that of another. The only file that knows async_hooks: Node.js discourages them and offers nothing in their
 * place (tracing of `before` and `after`), so that whatever comes next is to be built in here.
 *
 * Callbacks nest (`runInAsyncScope`, `emit` in a resource's scope), so the owners outside are kept on a stack, and time is charged exclusively: to the innermost.
 */
export class OwnerChanges<Owner extends object> {
  readonly #storage = new AsyncLocalStorage<Owner>();
  readonly #isWatched: (owner: Owner) => boolean;
  readonly #onChange: (from: Owner | undefined, to: Owner | undefined) => void;
  readonly #hook: AsyncHook;
  readonly #outer: (Owner | undefined)[] = [];
  #current: Owner | undefined;
  #watching = 0;
  #monitors = false;
  #isOn = false;
  #lingering: NodeJS.Timeout | undefined;

  /**
   * @param isWatched whether changes to and from an owner are of interest; the others count as nobody.
   * @param onChange called when the owner changes, before the new one's work begins.
   * @param onFileDone called when the pool has done something with a file for an owner; looking for it takes a little.
   */
  constructor(
    isWatched: (owner: Owner) => boolean,
    onChange: (from: Owner | undefined, to: Owner | undefined) => void,
    onFileDone?: (owner: Owner) => void,
  ) {
    this.#isWatched = isWatched;
    this.#onChange = onChange;
    this.#hook = createHook({
      before: () => {
        this.#outer.push(this.#current);
        const owner = this.#ownerNow();
        this.#goOverTo(owner);
        if (owner !== undefined && onFileDone !== undefined && isOfFile(executionAsyncResource())) onFileDone(owner);
      },
      // Without a `before` that we saw (the hook was off then) there is nobody outside.
      after: () => this.#goOverTo(this.#outer.pop()),
    });
  }

  /** Whose work runs now, watched or not. */
  get owner(): Owner | undefined {
    return this.#storage.getStore();
  }

  /** Runs `work` and everything it starts in the name of `owner`. */
  run<T>(owner: Owner, work: () => T): T {
    if (!this.#isWatched(owner)) return this.#storage.run(owner, work);
    const outside = this.#current;
    this.#goOverTo(owner);
    try {
      return this.#storage.run(owner, work);
    } finally {
      this.#goOverTo(outside);
    }
  }

  /** Changes are told from the first `watch` to the last `unwatch`, and on until `rest`, or for a fifth of a second: switching takes 6 µs, and the next owner may be watched again. */
  watch(): void {
    this.#watching += 1;
    if (this.#isOn) return;
    this.#isOn = true;
    this.#hook.enable();
    if (this.#monitors) return;
    this.#monitors = true;
    process.on('uncaughtExceptionMonitor', this.#forgetOuter);
  }

  unwatch(): void {
    this.#watching -= 1;
    if (this.#watching > 0) return;
    // The timer belongs to nobody, or whoever happened to start it would be charged for it.
    else if (this.#lingering === undefined) this.#storage.exit(() => this.#linger());
    else this.#lingering.refresh();
  }

  /** Callbacks cost nothing more if nobody is watched. */
  rest(): void {
    if (this.#isOn && this.#watching === 0) this.#turnOff();
  }

  #linger(): void {
    this.#lingering = setTimeout(() => this.rest(), lingerMs).unref();
  }

  #turnOff(): void {
    this.#isOn = false;
    this.#hook.disable();
    this.#goOverTo(undefined);
    this.#outer.length = 0;
  }

  close(): void {
    clearTimeout(this.#lingering);
    if (this.#isOn) this.#turnOff();
    process.off('uncaughtExceptionMonitor', this.#forgetOuter);
  }

  /** Has the time up to now charged to whoever works now. */
  flush(): void {
    this.#onChange(this.#current, this.#current);
  }

  /** Ends the turn of an owner whose account is closed: what follows in this callback is nobody's. */
  release(owner: Owner): void {
    if (this.#current === owner) this.#current = undefined;
  }

  #ownerNow(): Owner | undefined {
    const owner = frameOfResource()?.get(this.#storage) ?? this.#storage.getStore();
    return owner !== undefined && this.#isWatched(owner) ? owner : undefined;
  }

  #goOverTo(owner: Owner | undefined): void {
    if (owner === this.#current) return;
    const from = this.#current;
    this.#current = owner;
    this.#onChange(from, owner);
  }

  /** After an exception that nobody caught no `after` comes for the callbacks it went through. */
  readonly #forgetOuter = (): void => {
    this.#outer.length = 0;
    this.#goOverTo(undefined);
  };
}
