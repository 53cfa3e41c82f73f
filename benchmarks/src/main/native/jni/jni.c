/* The functions of bundle "measured" as somebody would write them for JNI. */
#include <jni.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NATIVE(result, name) JNIEXPORT result JNICALL Java_io_polyplug_benchmarks_JniCalls_##name
#define LONGEST_NAME 1024

static jmethodID new_point;
static jfieldID point_x;
static jfieldID point_y;
static jfieldID point_tag;
static jclass point_class;

NATIVE(void, prepare)(JNIEnv *env, jclass type, jclass point)
{
    (void)type;
    point_class = (*env)->NewGlobalRef(env, point);
    new_point = (*env)->GetMethodID(env, point, "<init>", "(DDB)V");
    point_x = (*env)->GetFieldID(env, point, "x", "D");
    point_y = (*env)->GetFieldID(env, point, "y", "D");
    point_tag = (*env)->GetFieldID(env, point, "tag", "B");
}

NATIVE(jlong, nativeAdd)(JNIEnv *env, jclass type, jint a, jlong b)
{
    (void)env;
    (void)type;
    return a + b;
}

NATIVE(jstring, nativeGreet)(JNIEnv *env, jclass type, jstring name)
{
    char text[LONGEST_NAME] = "hello ";
    (void)type;
    if ((*env)->GetStringUTFLength(env, name) >= (jsize)(sizeof text - strlen(text))) {
        return NULL;
    }
    (*env)->GetStringUTFRegion(env, name, 0, (*env)->GetStringLength(env, name), text + strlen(text));
    return (*env)->NewStringUTF(env, text);
}

NATIVE(jobject, nativeMid)(JNIEnv *env, jclass type, jobject a, jobject b)
{
    (void)type;
    jdouble x = ((*env)->GetDoubleField(env, a, point_x) + (*env)->GetDoubleField(env, b, point_x)) / 2;
    jdouble y = ((*env)->GetDoubleField(env, a, point_y) + (*env)->GetDoubleField(env, b, point_y)) / 2;
    jint tag = (*env)->GetByteField(env, a, point_tag) + (*env)->GetByteField(env, b, point_tag);
    return (*env)->NewObject(env, point_class, new_point, x, y, (jint)(jbyte)tag);
}

NATIVE(jbyteArray, nativeMirror)(JNIEnv *env, jclass type, jbyteArray bytes)
{
    (void)type;
    jsize length = (*env)->GetArrayLength(env, bytes);
    jbyteArray copy = (*env)->NewByteArray(env, length);
    jbyte *memory = malloc((size_t)length);
    if (copy != NULL && memory != NULL) {
        (*env)->GetByteArrayRegion(env, bytes, 0, length, memory);
        (*env)->SetByteArrayRegion(env, copy, 0, length, memory);
    }
    free(memory);
    return copy;
}
