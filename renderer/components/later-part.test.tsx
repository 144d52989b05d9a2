import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, settle, show } from '../testing/test-window.tsx';
import { LaterPart, later } from './later-part.tsx';

function Greeting({ name }: { readonly name: string }) {
  return <p>Hello {name}</p>;
}

/** A part whose code comes when the test says so, or fails. */
function held() {
  const asked: { readonly come: () => void; readonly fail: (error: Error) => void }[] = [];
  const part = later(
    () =>
      new Promise<typeof Greeting>((done, fail) => {
        asked.push({ come: () => done(Greeting), fail });
      }),
  );
  return { asked, part };
}

const text = () => document.body.textContent;

describe('a part whose code comes later', () => {
  afterEach(closeAll);

  it('is drawn when its code is there, and asked for once', async () => {
    const { asked, part } = held();
    await show(<LaterPart part={part} props={{ name: 'Ada' }} />);
    await settle();
    expect(text()).toBe('');
    await act(async () => asked[0]?.come());
    expect(text()).toBe('Hello Ada');
    expect(asked).toHaveLength(1);
  });

  it('is drawn at once where its code was loaded before', async () => {
    const { asked, part } = held();
    const loading = part.load();
    asked[0]?.come();
    await loading;
    await show(<LaterPart part={part} props={{ name: 'Grace' }} />);
    expect(text()).toBe('Hello Grace');
    expect(asked).toHaveLength(1);
  });

  it('is drawn also where its code comes between the drawing without it and the look for it', async () => {
    let looks = 0;
    const part = {
      load: async () => undefined,
      // The first drawing looks twice.
      loaded: () => {
        looks += 1;
        return looks > 2 ? Greeting : null;
      },
    };
    await show(<LaterPart part={part} props={{ name: 'Ada' }} />);
    await settle();
    expect(text()).toBe('Hello Ada');
  });

  it('is asked for again by the next one after a failure', async () => {
    const { asked, part } = held();
    const failed = expect(part.load()).rejects.toThrow('not there');
    asked[0]?.fail(new Error('not there'));
    await failed;
    await show(<LaterPart part={part} props={{ name: 'Ada' }} />);
    await act(async () => asked[1]?.come());
    expect(text()).toBe('Hello Ada');
  });
});
