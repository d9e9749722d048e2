/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stands in for mount.nfs on a computer whose kernel has no NFS client: mounts the same export of the same
 * server, by FUSE, through libnfs. What the server grants and refuses is the server's doing: every request
 * goes out under the user and group of the process that makes it. It says what it is by the type of what it
 * mounts, fuse.nfs-by-libnfs, which libvirt does not know for shared as it knows nfs.
 *
 *   mount.nfs SERVER:/EXPORT DIRECTORY [-o OPTIONS]
 *
 * As mount(8) calls it; how it was called is added to /run/mount.nfs.log. */

#define FUSE_USE_VERSION 31

#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <glib.h>
#include <nfsc/libnfs.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#define LOG "/run/mount.nfs.log"
#define MOUNT_FAILED 32 /* as mount(8) has it */

static struct nfs_context *server;

/* Whoever asks here asks there. */
static struct nfs_context *
as_caller (void)
{
  const struct fuse_context *caller = fuse_get_context ();

  nfs_set_uid (server, (int) caller->uid);
  nfs_set_gid (server, (int) caller->gid);
  return server;
}

static struct nfsfh *
file_of (const struct fuse_file_info *info)
{
  return (struct nfsfh *) (uintptr_t) info->fh;
}

/* Nothing is kept here that the server or another client could change meanwhile. */
static void *
begin (struct fuse_conn_info *connection, struct fuse_config *config)
{
  config->use_ino = 1;
  config->attr_timeout = 0;
  config->entry_timeout = 0;
  config->negative_timeout = 0;
  config->direct_io = 1;
  return NULL;
}

static int
get_attributes (const char *path, struct stat *attributes, struct fuse_file_info *info)
{
  struct nfs_stat_64 there;
  int error =
      info ? nfs_fstat64 (as_caller (), file_of (info), &there) : nfs_lstat64 (as_caller (), path, &there);

  if (error < 0)
    return error;
  *attributes = (struct stat){
    .st_ino = there.nfs_ino,
    .st_mode = (mode_t) there.nfs_mode,
    .st_nlink = there.nfs_nlink,
    .st_uid = (uid_t) there.nfs_uid,
    .st_gid = (gid_t) there.nfs_gid,
    .st_size = (off_t) there.nfs_size,
    .st_blksize = (blksize_t) there.nfs_blksize,
    .st_blocks = (blkcnt_t) (there.nfs_used + 511) / 512,
    .st_atim = { (time_t) there.nfs_atime, (long) there.nfs_atime_nsec },
    .st_mtim = { (time_t) there.nfs_mtime, (long) there.nfs_mtime_nsec },
    .st_ctim = { (time_t) there.nfs_ctime, (long) there.nfs_ctime_nsec },
  };
  return 0;
}

static int
read_directory (const char *path,
                void *list,
                fuse_fill_dir_t fill,
                off_t offset,
                struct fuse_file_info *info,
                enum fuse_readdir_flags flags)
{
  struct nfsdir *directory;
  struct nfsdirent *entry;
  int error = nfs_opendir (as_caller (), path, &directory);

  if (error < 0)
    return error;
  while ((entry = nfs_readdir (server, directory)) != NULL)
    fill (list, entry->name, NULL, 0, (enum fuse_fill_dir_flags) 0);
  nfs_closedir (server, directory);
  return 0;
}

static int
take_file (const char *path, int flags, mode_t mode, struct fuse_file_info *info)
{
  struct nfsfh *file = NULL;
  int error = nfs_open2 (as_caller (), path, flags, (int) (mode & 07777), &file);

  info->fh = (uintptr_t) file;
  return error;
}

static int
open_file (const char *path, struct fuse_file_info *info)
{
  return take_file (path, info->flags & (O_ACCMODE | O_TRUNC), 0, info);
}

static int
create_file (const char *path, mode_t mode, struct fuse_file_info *info)
{
  return take_file (path, O_CREAT | (info->flags & (O_ACCMODE | O_TRUNC | O_EXCL)), mode, info);
}

static int
release_file (const char *path, struct fuse_file_info *info)
{
  return nfs_close (as_caller (), file_of (info));
}

/* The server takes and gives only so much at once. */
static int
read_file (const char *path, char *data, size_t size, off_t offset, struct fuse_file_info *info)
{
  size_t done = 0;

  while (done < size)
    {
      int got = nfs_pread (as_caller (), file_of (info), (uint64_t) offset + done, size - done, data + done);

      if (got < 0)
        return got;
      if (got == 0)
        break;
      done += (size_t) got;
    }
  return (int) done;
}

static int
write_file (const char *path, const char *data, size_t size, off_t offset, struct fuse_file_info *info)
{
  size_t done = 0;

  while (done < size)
    {
      int put = nfs_pwrite (as_caller (), file_of (info), (uint64_t) offset + done, size - done, data + done);

      if (put < 0)
        return put;
      done += (size_t) put;
    }
  return (int) done;
}

static int
sync_file (const char *path, int only_data, struct fuse_file_info *info)
{
  return nfs_fsync (as_caller (), file_of (info));
}

static int
cut_file (const char *path, off_t length, struct fuse_file_info *info)
{
  return info ? nfs_ftruncate (as_caller (), file_of (info), (uint64_t) length)
              : nfs_truncate (as_caller (), path, (uint64_t) length);
}

static int
make_directory (const char *path, mode_t mode)
{
  return nfs_mkdir2 (as_caller (), path, (int) mode);
}

static int
remove_directory (const char *path)
{
  return nfs_rmdir (as_caller (), path);
}

static int
remove_file (const char *path)
{
  return nfs_unlink (as_caller (), path);
}

static int
rename_file (const char *from, const char *to, unsigned int flags)
{
  return flags != 0 ? -EINVAL : nfs_rename (as_caller (), from, to);
}

static int
change_mode (const char *path, mode_t mode, struct fuse_file_info *info)
{
  return nfs_chmod (as_caller (), path, (int) (mode & 07777));
}

/* What is not to be changed is -1 here, and has to be said there. */
static int
change_owner (const char *path, uid_t user, gid_t group, struct fuse_file_info *info)
{
  struct nfs_stat_64 there;
  int error = nfs_lstat64 (as_caller (), path, &there);

  if (error < 0)
    return error;
  return nfs_lchown (server, path, user == (uid_t) -1 ? (int) there.nfs_uid : (int) user,
                     group == (gid_t) -1 ? (int) there.nfs_gid : (int) group);
}

static int
change_times (const char *path, const struct timespec times[2], struct fuse_file_info *info)
{
  struct timeval values[2];

  for (int i = 0; i < 2; i++)
    values[i] = times[i].tv_nsec == UTIME_NOW ? (struct timeval){ g_get_real_time () / G_USEC_PER_SEC, 0 }
                                              : (struct timeval){ times[i].tv_sec, times[i].tv_nsec / 1000 };
  return nfs_utimes (as_caller (), path, values);
}

static int
get_room (const char *path, struct statvfs *room)
{
  struct nfs_statvfs_64 there;
  int error = nfs_statvfs64 (as_caller (), path, &there);

  if (error < 0)
    return error;
  *room = (struct statvfs){
    .f_bsize = there.f_bsize,
    .f_frsize = there.f_frsize,
    .f_blocks = there.f_blocks,
    .f_bfree = there.f_bfree,
    .f_bavail = there.f_bavail,
    .f_files = there.f_files,
    .f_ffree = there.f_ffree,
    .f_namemax = there.f_namemax,
  };
  return 0;
}

static const struct fuse_operations operations = {
  .init = begin,
  .getattr = get_attributes,
  .readdir = read_directory,
  .open = open_file,
  .create = create_file,
  .release = release_file,
  .read = read_file,
  .write = write_file,
  .fsync = sync_file,
  .truncate = cut_file,
  .mkdir = make_directory,
  .rmdir = remove_directory,
  .unlink = remove_file,
  .rename = rename_file,
  .chmod = change_mode,
  .chown = change_owner,
  .utimens = change_times,
  .statfs = get_room,
};

static void
note_call (char **argv)
{
  g_autofree char *words = g_strjoinv (" ", argv);
  FILE *log = fopen (LOG, "ae");

  if (log == NULL)
    return;
  fprintf (log, "%s\n", words);
  fclose (log);
}

static gboolean
reach (const char *source)
{
  const char *colon = strchr (source, ':');
  g_autofree char *host = colon ? g_strndup (source, (gsize) (colon - source)) : NULL;

  if (colon == NULL)
    {
      fprintf (stderr, "mount.nfs: remote share not in 'host:dir' format\n");
      return FALSE;
    }
  server = nfs_init_context ();
  nfs_set_dircache (server, 0);
  if (nfs_mount (server, host, colon + 1) == 0)
    return TRUE;
  fprintf (stderr, "mount.nfs (by libnfs): %s: %s\n", source, nfs_get_error (server));
  return FALSE;
}

static int
serve (const char *program, const char *source, const char *directory, const char *given)
{
  g_autofree char *options =
      g_strdup_printf ("allow_other,fsname=%s,subtype=nfs-by-libnfs%s%s", source, *given ? "," : "", given);
  const char *const words[] = { program, directory, "-s", "-o", options, NULL };

  return fuse_main (G_N_ELEMENTS (words) - 1, (char **) words, &operations, NULL) == 0 ? 0 : MOUNT_FAILED;
}

int
main (int argc, char **argv)
{
  const char *options = "";

  note_call (argv);
  for (int i = 3; i + 1 < argc; i++)
    if (g_str_equal (argv[i], "-o"))
      options = argv[i + 1];
  if (argc < 3 || !reach (argv[1]))
    return MOUNT_FAILED;
  return serve (argv[0], argv[1], argv[2], options);
}
