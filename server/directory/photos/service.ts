import { PassThrough, type Readable } from 'node:stream';
import { limits } from '@hovor/protocol/limits';
import { notFound, Problem } from '../../foundation/errors.ts';
import type { FileStore, ReceivedFile } from '../../foundation/files/store.ts';
import { type Actor, companyOf } from '../../foundation/security/actor.ts';
import { checkedContentType, downloadHeaders } from '../../foundation/security/files.ts';
import { type Store, transact, type Unit } from '../../foundation/transact.ts';
import { lockCompany } from '../locks.ts';
import { isAdministrator } from '../rules.ts';
import type { Settings } from '../settings/service.ts';
import * as queries from './queries.ts';

/** Kinds of pictures every browser draws, and the name each is stored under. */
const names: Record<string, string> = { 'image/png': 'photo.png', 'image/jpeg': 'photo.jpg', 'image/gif': 'photo.gif' };

/** Photos of operators, one per tenant; clients see them (OP-PR-3). */
export function createPhotos(store: Store, { files, settings }: { files: FileStore; settings: Settings }) {
  return {
    /**
     * Puts a picture in the place of the former one. The type is checked by content. Users set their own unless the
     * company keeps that to administrators (AD-CO-7). @throws file-type, too-large, not-found
     */
    async set(
      actor: Actor,
      userId: number,
      tenantId: number,
      picture: { type: string; stream: Readable | null },
    ): Promise<void> {
      // A peer that goes away while nobody reads must not end the process.
      picture.stream?.on('error', () => {});
      const bytes = picture.stream && detached(picture.stream);
      try {
        const companyId = companyOf(actor);
        await refuseReserved(actor, companyId);
        if (!(await queries.selectPhoto(store.db, companyId, userId, tenantId))) throw notFound();
        const name = Object.hasOwn(names, picture.type) ? names[picture.type] : undefined;
        if (!name || !bytes) throw new Problem('file-type', { detail: 'Send a PNG, JPEG or GIF picture as body.' });
        await keep(actor, userId, tenantId, name, await files.receive(bytes, { maxBytes: limits.photoSize }));
      } finally {
        // The rest of a refused upload is let go by, so that its sender gets to the answer.
        if (bytes) picture.stream?.unpipe(bytes).resume();
      }
    },

    async remove(actor: Actor, userId: number, tenantId: number): Promise<void> {
      await refuseReserved(actor, companyOf(actor));
      await swap(actor, userId, tenantId, async () => null);
    },

    /** For anybody who knows the random key, which clients get with the operator's face. @throws not-found */
    async open(storageKey: string): Promise<{ headers: Record<string, string>; stream: Readable }> {
      const photo = await queries.selectPhotoByKey(store.db, storageKey);
      if (!photo) throw notFound();
      const headers = { ...downloadHeaders(photo), 'cache-control': 'public, max-age=86400, immutable' };
      return { headers, stream: await files.open(photo.storageKey) };
    },
  };

  async function keep(actor: Actor, userId: number, tenantId: number, name: string, received: ReceivedFile) {
    try {
      const contentType = await checkedContentType(received.path, name);
      await received.keep();
      await swap(actor, userId, tenantId, (unit) =>
        queries.insertPhoto(unit.db, {
          ...{ companyId: companyOf(actor), tenantId, userId, name, contentType },
          size: received.size,
          storageKey: received.key,
          created: unit.now,
        }),
      );
    } catch (error) {
      await received.discard();
      await files.remove(received.key);
      throw error;
    }
  }

  async function refuseReserved(actor: Actor, companyId: number) {
    if (actor.kind !== 'user' || isAdministrator([...actor.globalRoles])) return;
    if ((await settings.company(companyId)).operatorsMayEditProfile) return;
    throw new Problem('not-permitted', { detail: 'Photos are changed by your administrator.' });
  }

  /** The former photo goes for good: its row says so, and its bytes are removed after the commit. */
  async function swap(
    actor: Actor,
    userId: number,
    tenantId: number,
    next: (unit: Unit) => Promise<{ id: number } | null>,
  ) {
    const companyId = companyOf(actor);
    const former = await transact(store, actor, async (unit) => {
      await lockCompany(unit, companyId);
      const present = await queries.selectPhoto(unit.db, companyId, userId, tenantId);
      if (!present) throw notFound();
      const photo = await next(unit);
      await queries.setPhoto(unit.db, companyId, userId, tenantId, photo?.id ?? null);
      if (present.fileId !== null) await queries.markDeleted(unit.db, companyId, present.fileId, unit.now);
      unit.record({
        companyId,
        tenantId,
        kind: 'user.photoChanged',
        subject: `user:${userId}`,
        payload: { userId, tenantId },
      });
      unit.touch({ companyId, tenantId: null, topic: 'user', id: userId });
      return present.storageKey;
    });
    if (former !== null) await files.remove(former);
  }
}

/** The same bytes in a stream that can break off without ending the request, which still needs its answer. */
function detached(stream: Readable): PassThrough {
  const bytes = new PassThrough();
  bytes.on('error', () => {});
  stream.once('close', () => {
    if (!stream.readableEnded) bytes.destroy(new Problem('invalid-input', { detail: 'The upload was cut off.' }));
  });
  return stream.pipe(bytes);
}
